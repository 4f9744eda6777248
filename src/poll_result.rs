//! `NoSocket\PollResult`: the answer to one poll.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::builders::{ClassBuilder, ClassProperty, FunctionBuilder};
use ext_php_rs::convert::IntoZval;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::{ClassFlags, DataType, MethodFlags, PropertyFlags};
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::{BailoutGuard, ExecuteData, run_handler};
use nosocket_core::engine::Answer;
use nosocket_core::http::write_poll;

use crate::event::{self, refuse};
use crate::exception::{Class, keep};
use crate::guard::{Outcome, guard};
use crate::zend::{Builtin, PropertyType, declare_readonly_property, get_property, set_property};
use crate::{json, zval};

static POLL_RESULT: Class = Class::unregistered();

/// An object of the class, as a method returns it.
pub struct PollResultObject(ZBox<ZendObject>);

impl IntoZval for PollResultObject {
    const TYPE: DataType = DataType::object("NoSocket\\PollResult");
    const NULLABLE: bool = false;

    fn set_zval(self, zval: &mut Zval, persistent: bool) -> ext_php_rs::error::Result<()> {
        self.0.set_zval(zval, persistent)
    }
}

/// Registers the class. Only while the module starts.
pub fn register() -> ext_php_rs::error::Result<()> {
    ClassBuilder::new("NoSocket\\PollResult")
        .flags(ClassFlags::Final)
        .implements((|| Builtin::JsonSerializable.entry(), "\\JsonSerializable"))
        .method(FunctionBuilder::new("__construct", refuse), MethodFlags::Private)
        .method(FunctionBuilder::new("toJson", to_json).returns(DataType::String, false, false), MethodFlags::Public)
        .method(
            FunctionBuilder::new("jsonSerialize", json_serialize).returns(DataType::ANY_OBJECT, false, false),
            MethodFlags::Public,
        )
        .property(ClassProperty {
            name: "json".into(),
            flags: PropertyFlags::Private,
            default: None,
            docs: &[],
            ty: Some(DataType::String),
            nullable: false,
            readonly: false,
            default_stub: None,
        })
        .registration(|entry, arg_info| keep(&POLL_RESULT, entry, arg_info))
        .register()?;
    if let Some(entry) = POLL_RESULT.entry_mut() {
        for (name, type_) in [
            ("events", PropertyType::ARRAY),
            ("cursors", PropertyType::ARRAY),
            ("epochs", PropertyType::ARRAY),
            ("hasMore", PropertyType::BOOL),
            ("resyncRequired", PropertyType::ARRAY),
            ("beacons", PropertyType::ARRAY),
        ] {
            declare_readonly_property(entry, name, type_);
        }
    }
    Ok(())
}

/// The object for an answer of the engine.
pub fn build(answer: &Answer, next_poll_ms: u32) -> Outcome<PollResultObject> {
    let Answer { reading, beacons } = answer;
    let json = BailoutGuard::new(write_poll(answer, next_poll_ms));
    let mut events = Vec::new();
    for channel in &reading.channels {
        for event in &channel.events {
            events.push(event::read(channel.channel.as_str(), event)?.into_zval(false)?);
        }
    }
    let channels = &reading.channels;
    let cursors = channels.iter().map(|channel| (channel.channel.as_str(), zval::int(channel.cursor)));
    let epochs =
        channels.iter().filter_map(|channel| Some((channel.channel.as_str(), zval::string(channel.epoch.as_deref()?))));
    let resync = channels.iter().filter(|channel| channel.resync).map(|channel| zval::string(channel.channel.as_str()));

    let class = POLL_RESULT.entry();
    let mut object = ZendObject::new(class);
    let mut set = |name, value| set_property(class, &mut object, name, value);
    set("json", zval::string(&json));
    set("events", zval::list(events)?);
    set("cursors", zval::map(cursors)?);
    set("epochs", zval::map(epochs)?);
    set("hasMore", Zval::from(reading.has_more));
    set("resyncRequired", zval::list(resync)?);
    set("beacons", zval::map(beacons.iter().map(|beacon| (beacon.url.as_str(), zval::string(beacon.token.as_str()))))?);
    Ok(PollResultObject(object))
}

extern "C" fn to_json(call: &mut ExecuteData, result: &mut Zval) {
    with_json(call, result, "toJson", Ok);
}

extern "C" fn json_serialize(call: &mut ExecuteData, result: &mut Zval) {
    // Decoded with objects as objects: PHP's arrays would turn empty or numeric maps into lists.
    with_json(call, result, "jsonSerialize", |text| json::decode(&text.string().unwrap_or_default(), false));
}

fn with_json(call: &mut ExecuteData, result: &mut Zval, method: &str, give: impl FnOnce(Zval) -> Outcome<Zval>) {
    run_handler(std::panic::AssertUnwindSafe(|| {
        let (parser, this) = call.parser_object();
        let (Ok(()), Some(this)) = (parser.parse(), this) else { return };
        match guard(method, || give(get_property(POLL_RESULT.entry(), this, "json"))) {
            Ok(value) => *result = value,
            Err(failure) => PhpException::from(failure).throw(),
        }
    }));
}
