//! Method parameters that convert as PHP's own functions do: weakly or strictly, as the calling file says, and with
//! PHP's own `TypeError`.

use std::borrow::Cow;

use ext_php_rs::convert::{FromZval, StubLiteral};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};
use nosocket_core::error::Error;

use crate::zend::{Expected, boolean_argument, integer_argument, string_argument, wrong_type};

/// `string`
pub struct Text(Zval);

/// `?string`
pub struct OptionalText(Option<Text>);

/// `?int`
pub struct OptionalInt(pub Option<i64>);

/// `bool` with a default
pub struct Flag(pub bool);

/// `array`
pub struct Array<'a>(pub &'a ZendHashTable);

/// `mixed`, null if it is not given
pub struct Mixed<'a>(Option<&'a Zval>);

/// `array` with the default `[]`
pub struct Options<'a>(pub Option<&'a ZendHashTable>);

impl Text {
    /// The text. Bytes that are not UTF-8 become U+FFFD, which no name allows.
    pub fn as_str(&self) -> Cow<'_, str> {
        self.0.zend_str().map_or(Cow::Borrowed(""), |string| String::from_utf8_lossy(string.as_bytes()))
    }
}

impl Text {
    /// The text, which must be UTF-8. `what` names it in the message.
    pub fn utf8(&self, what: &str) -> Result<&str, Error> {
        let string = self.0.zend_str().map(ZendStr::as_bytes).unwrap_or_default();
        std::str::from_utf8(string).map_err(|error| {
            Error::invalid(format!("{what} is not UTF-8: byte {} is wrong", error.valid_up_to())).with_source(error)
        })
    }
}

impl OptionalText {
    pub fn as_str(&self) -> Option<Cow<'_, str>> {
        self.0.as_ref().map(Text::as_str)
    }
}

impl Mixed<'_> {
    /// A reference of one's own to the value.
    pub fn to_zval(&self) -> Zval {
        self.0.map_or_else(Zval::null, Zval::shallow_clone)
    }
}

impl FromZval<'_> for Text {
    const TYPE: DataType = DataType::String;

    fn from_zval(zval: &Zval) -> Option<Self> {
        string_argument(zval, Expected(c"string")).map(Self)
    }
}

impl FromZval<'_> for OptionalText {
    const TYPE: DataType = DataType::String;
    const NULLABLE: bool = true;

    fn from_zval(zval: &Zval) -> Option<Self> {
        if zval.is_null() {
            return Some(Self(None));
        }
        string_argument(zval, Expected(c"?string")).map(|text| Self(Some(Text(text))))
    }

    fn from_missing() -> Option<Self> {
        Some(Self(None))
    }
}

impl FromZval<'_> for OptionalInt {
    const TYPE: DataType = DataType::Long;
    const NULLABLE: bool = true;

    fn from_zval(zval: &Zval) -> Option<Self> {
        if zval.is_null() {
            return Some(Self(None));
        }
        integer_argument(zval, Expected(c"?int")).map(|integer| Self(Some(integer)))
    }

    fn from_missing() -> Option<Self> {
        Some(Self(None))
    }
}

impl FromZval<'_> for Flag {
    const TYPE: DataType = DataType::Bool;

    fn from_zval(zval: &Zval) -> Option<Self> {
        boolean_argument(zval, Expected(c"bool")).map(Self)
    }
}

impl From<bool> for Flag {
    fn from(value: bool) -> Self {
        Self(value)
    }
}

impl StubLiteral for Flag {
    fn stub_literal(&self) -> String {
        self.0.to_string()
    }
}

impl<'a> FromZval<'a> for Array<'a> {
    const TYPE: DataType = DataType::Array;

    fn from_zval(zval: &'a Zval) -> Option<Self> {
        match zval.array() {
            Some(array) => Some(Self(array)),
            None => {
                wrong_type(zval, Expected(c"array"));
                None
            }
        }
    }
}

impl<'a> FromZval<'a> for Mixed<'a> {
    const TYPE: DataType = DataType::Mixed;
    const NULLABLE: bool = true;

    fn from_zval(zval: &'a Zval) -> Option<Self> {
        Some(Self(Some(zval)))
    }

    fn from_missing() -> Option<Self> {
        Some(Self(None))
    }
}

impl<'a> FromZval<'a> for Options<'a> {
    const TYPE: DataType = DataType::Array;

    fn from_zval(zval: &'a Zval) -> Option<Self> {
        Array::from_zval(zval).map(|array| Self(Some(array.0)))
    }
}

impl From<()> for Options<'_> {
    fn from((): ()) -> Self {
        Self(None)
    }
}

impl StubLiteral for Options<'_> {
    fn stub_literal(&self) -> String {
        "[]".to_owned()
    }
}
