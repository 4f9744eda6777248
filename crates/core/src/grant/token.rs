//! The compact form of a signed token (RFC 7515 §7.1) with HS256: cut apart strictly, signed, and opened only by its key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

use super::invalid;
use super::json::Object;
use crate::error::Result;

/// The largest grant in bytes: what common web servers accept in one header line.
pub const MAX_GRANT_BYTES: usize = 8192;

/// HMAC with SHA-256 (RFC 7518 §3.2).
pub(super) struct Hs256(hmac::Key);

impl Hs256 {
    pub(super) fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    pub(super) fn mac(&self, input: &[u8]) -> hmac::Tag {
        hmac::sign(&self.0, input)
    }

    /// Compares in constant time.
    fn accepts(&self, input: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.0, input, signature).is_ok()
    }
}

/// A token made of this header and these claims.
pub(super) fn sign(key: &Hs256, header: &[u8], claims: &[u8]) -> String {
    let mut token = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.mac(token.as_bytes()));
    token.push('.');
    token.push_str(&signature);
    token
}

/// A token of the right form whose signature is still to be checked: its claims are out of reach until then.
pub(super) struct Unverified<'a> {
    key_id: Option<String>,
    signing_input: &'a str,
    claims: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// Cuts a token apart. Its length is checked before anything of it is decoded.
    pub(super) fn parse(token: &'a str) -> Result<Self> {
        if token.len() > MAX_GRANT_BYTES {
            return Err(invalid(format!("the grant has {} bytes; at most {MAX_GRANT_BYTES} are allowed", token.len())));
        }
        let malformed =
            || invalid("the grant must be three base64url segments with a dot between them; issue a new one");
        let (signing_input, signature) = token.rsplit_once('.').ok_or_else(malformed)?;
        let (header, claims) = signing_input.split_once('.').ok_or_else(malformed)?;
        // The alphabet has no dot, so a fourth segment fails here. Padding and trailing bits fail too: one token, one spelling.
        let decode = |segment: &str| URL_SAFE_NO_PAD.decode(segment).map_err(|_| malformed());
        let header = decode(header)?;

        Ok(Self {
            key_id: check_header(&Object::parse(&header, "header")?)?,
            signing_input,
            claims: decode(claims)?,
            signature: decode(signature)?,
        })
    }

    /// Which key signed, if the header says so (`kid`).
    pub(super) fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The claims' JSON, if one of these keys made the signature.
    pub(super) fn open<'k>(self, mut keys: impl Iterator<Item = &'k Hs256>) -> Option<Vec<u8>> {
        keys.any(|key| key.accepts(self.signing_input.as_bytes(), &self.signature)).then_some(self.claims)
    }
}

/// Admits HS256 and nothing else (RFC 8725 §3.1: the verifier names the algorithm), and returns `kid`.
fn check_header(header: &Object<'_>) -> Result<Option<String>> {
    let algorithm: String = header.required("alg", "`HS256`")?;
    if algorithm != "HS256" {
        return Err(invalid("the grant's `alg` must be exactly `HS256`; configure the issuer so"));
    }
    if let Some(kind) = header.optional::<String>("typ", "`JWT`")?
        && !kind.eq_ignore_ascii_case("JWT")
    {
        return Err(invalid("the grant's `typ` must be `JWT` where it is given"));
    }
    if header.has("crit") {
        // RFC 7515 §4.1.11: whoever does not understand every extension named in `crit` must refuse the token.
        return Err(invalid("the grant's header has `crit`, and no critical extension is supported"));
    }
    header.optional("kid", "a string")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515, Appendix A.1: key (not UTF-8, so no setting can hold it), signing input and signature.
    const KEY: &str = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    const INPUT: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
                         eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SIGNATURE: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn rfc_key() -> Hs256 {
        Hs256::new(&URL_SAFE_NO_PAD.decode(KEY).unwrap())
    }

    #[test]
    fn the_example_of_rfc_7515_is_signed_as_printed_there() {
        assert_eq!(URL_SAFE_NO_PAD.encode(rfc_key().mac(INPUT.as_bytes())), SIGNATURE);
    }

    #[test]
    fn the_example_of_rfc_7515_opens_with_its_key_and_no_other() {
        let token = format!("{INPUT}.{SIGNATURE}");
        let claims = Unverified::parse(&token).unwrap().open([&rfc_key()].into_iter()).unwrap();
        assert_eq!(claims, b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
        let other = Hs256::new(b"another key");
        assert!(Unverified::parse(&token).unwrap().open([&other].into_iter()).is_none());
        assert!(Unverified::parse(&token).unwrap().open(std::iter::empty()).is_none());
    }

    #[test]
    fn padding_and_trailing_bits_of_base64_are_refused() {
        assert!(Unverified::parse(&format!("{INPUT}.{SIGNATURE}=")).is_err());
        // `k` and `l` differ only in bits that decoding drops.
        assert!(Unverified::parse(&format!("{INPUT}.{}l", &SIGNATURE[..42])).is_err());
    }

    #[test]
    fn a_token_has_three_segments_and_no_stray_characters() {
        let signed = format!("{INPUT}.{SIGNATURE}");
        for bad in
            ["", ".", "..", "...", "a.b", INPUT, &format!("{signed}."), &format!("{signed}.e30"), &format!(" {signed}")]
        {
            assert!(Unverified::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn size_is_checked_before_anything_is_decoded() {
        let error = Unverified::parse(&"!".repeat(MAX_GRANT_BYTES + 1)).err().unwrap();
        assert_eq!(error.to_string(), "the grant has 8193 bytes; at most 8192 are allowed");
    }
}
