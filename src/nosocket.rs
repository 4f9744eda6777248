//! The class `NoSocket`: PHP's handle on an engine.
#![allow(non_snake_case, reason = "parameter names are PHP's, for named arguments")]

use ext_php_rs::builders::ClassBuilder;
use ext_php_rs::class::RegisteredClass;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::prelude::*;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::BailoutGuard;
use nosocket_core::channel::ChannelName;
use nosocket_core::cursor::Subscription;
use nosocket_core::engine::Engine;
use nosocket_core::error::Error;
use nosocket_core::event::NewEvent;
use nosocket_core::log::Emitted;
use parking_lot::MutexGuard;

use crate::argument::{Array, Flag, Mixed, OptionalInt, OptionalText, Options, Text};
use crate::event::{self, EventObject};
use crate::guard::{Outcome, guard};
use crate::options::HostState;
use crate::poll_result::{self, PollResultObject};
use crate::pool::{self, SharedEngine};
use crate::zend::log_error;
use crate::{batch, diagnostics, json, options, respond, zend, zval};

/// A handle on one event log.
#[php_class]
#[php(name = "NoSocket", flags = ext_php_rs::flags::ClassFlags::Final)]
pub struct NoSocket {
    engine: SharedEngine,
}

#[php_impl]
impl NoSocket {
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    #[php(defaults(options = ()))]
    pub fn __construct(options: Options<'_>) -> Outcome<Self> {
        guard("__construct", || {
            let engine = match options.0 {
                None => pool::host_engine(HostState::now(), || options::settings(None)),
                options => pool::engine(options::settings(options)?),
            };
            Ok(Self { engine: engine? })
        })
    }

    #[php(defaults(transient = false))]
    pub fn emit(
        &self,
        channel: Text,
        event: Text,
        payload: Mixed<'_>,
        ttlSeconds: OptionalInt,
        except: OptionalText,
        transient: Flag,
    ) -> Outcome<EventObject> {
        guard("emit", || {
            let payload = payload.to_zval();
            // PHP code may run in here, so the engine is not locked yet.
            let text = json::encode("payload", &payload)?;
            let engine = self.engine.lock();
            let mut new = engine.event(&channel.as_str(), &event.as_str(), text, ttlSeconds.0)?.transient(transient.0);
            if let Some(tab) = except.as_str() {
                new = new.except(&tab)?;
            }
            let places = emit(engine, std::slice::from_ref(&new))?;
            Ok(event::emitted(&new, places[0], payload))
        })
    }

    pub fn emit_batch(&self, events: Array<'_>) -> Outcome<Vec<EventObject>> {
        guard("emitBatch", || {
            let entries = batch::entries(events.0)?;
            let engine = self.engine.lock();
            let events = entries
                .iter()
                .enumerate()
                .map(|(index, entry)| entry.event(&engine).map_err(|error| error.context(format!("entry {index}"))))
                .collect::<Result<Vec<_>, Error>>()?;
            let places = emit(engine, &events)?;
            let emitted = events.iter().zip(places).zip(entries);
            Ok(emitted.map(|((event, place), entry)| event::emitted(event, place, entry.into_payload())).collect())
        })
    }

    pub fn poll(&self, subscriptions: Array<'_>, grant: Text, clientKey: OptionalText) -> Outcome<PollResultObject> {
        guard("poll", || {
            let subscriptions = subscriptions
                .0
                .iter()
                .map(|(channel, fields)| {
                    Subscription::from_json(&channel.to_string(), &json::subscription(fields.dereference()))
                })
                .collect::<Result<Vec<_>, Error>>();
            let mut engine = self.engine.lock();
            let next_poll_ms = engine.settings().next_poll_ms;
            // PHP's memory may run out before the answer is there as PHP's values.
            let answer =
                BailoutGuard::new(engine.poll(subscriptions, &grant.as_str(), clientKey.as_str().as_deref())?);
            pool::release(engine);
            poll_result::build(&answer, next_poll_ms)
        })
    }

    pub fn grant(&self, channels: Array<'_>, subject: Text, ttlSeconds: OptionalInt) -> Outcome<String> {
        guard("grant", || {
            let channels = names(&channels)?;
            let channels: Vec<&str> = channels.iter().map(String::as_str).collect();
            Ok(self.engine.lock().grant(&channels, subject.utf8("subject")?, ttlSeconds.0)?)
        })
    }

    pub fn revoke(&self, subject: Text) -> Outcome<()> {
        guard("revoke", || Ok(self.engine.lock().revoke(subject.utf8("subject")?)?))
    }

    pub fn respond(&self) -> Outcome<()> {
        respond::respond(&self.engine);
        Ok(())
    }

    pub fn cursors(&self, channels: Array<'_>) -> Outcome<Map> {
        guard("cursors", || {
            let channels =
                names(&channels)?.iter().map(|name| ChannelName::new(name)).collect::<Result<Vec<_>, _>>()?;
            let heads = self.engine.lock().heads(&channels)?;
            let mut cursors = Vec::with_capacity(heads.len());
            for (channel, head) in channels.iter().zip(heads) {
                let fields =
                    [("cursor", zval::int(head.position)), ("epoch", zval::optional_string(head.epoch.as_deref()))];
                cursors.push((channel.as_str(), zval::map(fields)?));
            }
            Ok(Map(zval::map(cursors)?))
        })
    }

    pub fn cleanup(&self) -> Outcome<i64> {
        guard("cleanup", || Ok(count(self.engine.lock().cleanup()?)))
    }

    pub fn install(&self) -> Outcome<i64> {
        guard("install", || Ok(self.engine.lock().log()?.install()?.into()))
    }

    pub fn renew_epochs(&self) -> Outcome<i64> {
        guard("renewEpochs", || Ok(count(self.engine.lock().log()?.renew_epochs()?)))
    }

    pub fn diagnostics(&self) -> Outcome<Map> {
        guard("diagnostics", || diagnostics::of(&self.engine).map(Map))
    }
}

impl NoSocket {
    /// The engine behind the handle, for tests.
    #[cfg(feature = "test-hooks")]
    pub fn engine(&self) -> &SharedEngine {
        &self.engine
    }
}

/// Registers the class. Only while the module starts.
pub fn register() -> ext_php_rs::error::Result<()> {
    let mut builder = ClassBuilder::new(NoSocket::CLASS_NAME).flags(NoSocket::FLAGS).object_override::<NoSocket>();
    for (method, flags) in NoSocket::method_builders() {
        builder = builder.method(method, flags);
    }
    for (name, value, docs, flags) in NoSocket::constants() {
        builder = builder.dyn_constant(*name, *value, docs, *flags)?;
    }
    builder
        .registration(|class, arg_info| {
            zend::mark_sensitive(class, "__construct", 0);
            zend::mark_sensitive(class, "poll", 1);
            NoSocket::get_metadata().set_arg_info(arg_info);
            NoSocket::get_metadata().set_ce(class);
        })
        .register()
}

/// A PHP array with string keys as a method returns it.
pub struct Map(Zval);

impl IntoZval for Map {
    const TYPE: ext_php_rs::flags::DataType = ext_php_rs::flags::DataType::Array;
    const NULLABLE: bool = false;

    fn set_zval(self, zval: &mut Zval, _: bool) -> ext_php_rs::error::Result<()> {
        *zval = self.0;
        Ok(())
    }
}

/// Emits and lets the engine go. What the setting `emit_failure` sends to the error log goes there.
fn emit(mut engine: MutexGuard<'_, Engine>, events: &[NewEvent]) -> Result<Vec<Emitted>, Error> {
    let (places, failure) = engine.emit_or_go_on(events)?;
    pool::release(engine);
    if let Some(error) = failure {
        let first = events.first().map_or("", |event| event.channel.as_str());
        log_error(&format!("emitting {} event(s), the first on the channel {first}, failed: {error}", events.len()));
    }
    Ok(places)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A list of channel names; integers are names too, since PHP makes them of numeric array keys.
fn names(channels: &Array<'_>) -> Result<Vec<String>, Error> {
    channels
        .0
        .iter()
        .map(|(key, name)| {
            let name = name.dereference();
            name.zend_str()
                .map(json::lossy)
                .or_else(|| name.long().map(|number| number.to_string()))
                .ok_or_else(|| Error::invalid(format!("channels[{key}] must be a string, not {}", name.get_type())))
        })
        .collect()
}
