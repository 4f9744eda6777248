//! `NoSocket\Event`: one event as it stands in the log.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::builders::{ClassBuilder, FunctionBuilder};
use ext_php_rs::convert::IntoZval;
use ext_php_rs::flags::{ClassFlags, DataType, MethodFlags};
use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use ext_php_rs::zend::{ExecuteData, run_handler};
use nosocket_core::event::{NewEvent, StoredEvent};
use nosocket_core::http::iso_time;
use nosocket_core::log::Emitted;

use crate::exception::{Class, keep};
use crate::guard::{Outcome, guard};
use crate::zend::{Builtin, PropertyType, declare_readonly_property, get_property, set_property};
use crate::{json, zval};

static EVENT: Class = Class::unregistered();

/// An object of the class, as a method returns it.
pub struct EventObject(ZBox<ZendObject>);

impl IntoZval for EventObject {
    const TYPE: DataType = DataType::object("NoSocket\\Event");
    const NULLABLE: bool = false;

    fn set_zval(self, zval: &mut Zval, persistent: bool) -> ext_php_rs::error::Result<()> {
        self.0.set_zval(zval, persistent)
    }
}

/// Registers the class. Only while the module starts.
pub fn register() -> ext_php_rs::error::Result<()> {
    ClassBuilder::new("NoSocket\\Event")
        .flags(ClassFlags::Final)
        .implements((|| Builtin::JsonSerializable.entry(), "\\JsonSerializable"))
        .method(FunctionBuilder::new("__construct", refuse), MethodFlags::Private)
        .method(
            FunctionBuilder::new("jsonSerialize", json_serialize).returns(DataType::Array, false, false),
            MethodFlags::Public,
        )
        .registration(|entry, arg_info| keep(&EVENT, entry, arg_info))
        .register()?;
    if let Some(entry) = EVENT.entry_mut() {
        for (name, type_) in [
            ("id", PropertyType::INT),
            ("channel", PropertyType::STRING),
            ("event", PropertyType::STRING),
            ("payload", PropertyType::MIXED),
            ("payloadJson", PropertyType::STRING),
            ("createdAt", PropertyType::STRING),
            ("except", PropertyType::NULLABLE_STRING),
        ] {
            declare_readonly_property(entry, name, type_);
        }
    }
    Ok(())
}

/// An event that was just emitted, with the payload as the application gave it.
pub fn emitted(event: &NewEvent, place: Emitted, payload: Zval) -> EventObject {
    let stored = StoredEvent {
        position: place.position,
        name: event.name.to_string(),
        payload: event.payload.clone(),
        except: event.except.clone(),
        created_at: place.created_at,
    };
    build(event.channel.as_str(), &stored, payload)
}

/// An event that a poll has read, with its payload decoded.
pub fn read(channel: &str, event: &StoredEvent) -> Outcome<EventObject> {
    Ok(build(channel, event, json::decode(&event.payload, true)?))
}

fn build(channel: &str, event: &StoredEvent, payload: Zval) -> EventObject {
    let class = EVENT.entry();
    let mut object = ZendObject::new(class);
    let mut set = |name, value| set_property(class, &mut object, name, value);
    set("id", zval::int(event.position));
    set("channel", zval::string(channel));
    set("event", zval::string(&event.name));
    set("payload", payload);
    set("payloadJson", zval::string(&event.payload));
    set("createdAt", zval::string(&iso_time(event.created_at)));
    set("except", zval::optional_string(event.except.as_deref()));
    EventObject(object)
}

/// The handler of a private constructor: only the extension makes these objects.
pub extern "C" fn refuse(_: &mut ExecuteData, _: &mut Zval) {}

extern "C" fn json_serialize(call: &mut ExecuteData, result: &mut Zval) {
    run_handler(std::panic::AssertUnwindSafe(|| {
        let (parser, this) = call.parser_object();
        let (Ok(()), Some(this)) = (parser.parse(), this) else { return };
        match guard("jsonSerialize", || on_the_wire(this)) {
            Ok(fields) => *result = fields,
            Err(failure) => ext_php_rs::exception::PhpException::from(failure).throw(),
        }
    }));
}

/// The event as on the wire. The payload is decoded anew from its text, so that `{}` stays an object.
fn on_the_wire(event: &ZendObject) -> Outcome<Zval> {
    let class = EVENT.entry();
    let get = |name| get_property(class, event, name);
    let text = get("payloadJson").string().unwrap_or_default();
    let mut fields = ZendHashTable::new();
    fields.insert("id", get("id"))?;
    fields.insert("channel", get("channel"))?;
    fields.insert("event", get("event"))?;
    fields.insert("payload", json::decode(&text, false)?)?;
    fields.insert("created_at", get("createdAt"))?;
    let except = get("except");
    if !except.is_null() {
        fields.insert("except", except)?;
    }
    Ok(zval::array(fields))
}
