//! Tells the compiler which PHP the extension is built for, as `cfg(php82)` and the like.

use ext_php_rs_build::{ApiVersion, PHPInfo, emit_check_cfg, emit_php_cfg_flags, emit_rerun_if_env_changed, find_php};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let version: ApiVersion = PHPInfo::get(&find_php()?)?.zend_version()?.try_into()?;
    emit_check_cfg();
    emit_php_cfg_flags(version);
    emit_rerun_if_env_changed();
    Ok(())
}
