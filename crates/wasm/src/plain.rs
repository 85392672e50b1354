//! Converts Rust's data to plain JavaScript objects, arrays, strings and numbers. Numbers become a `Number` where that
//! is exact, else a `BigInt`; they are never rounded.

use js_sys::{Array, BigInt, Number, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// Converts a value. `None` is `null`, a map is an object.
pub fn object<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    // The serializer can make all 64 bit numbers `BigInt` or none, and in the latter case refuses those that `Number`
    // cannot hold. So all become `BigInt`, and those that fit become `Number` afterwards.
    let serializer = serde_wasm_bindgen::Serializer::json_compatible().serialize_large_number_types_as_bigints(true);
    numbers(value.serialize(&serializer)?)
}

fn numbers(value: JsValue) -> Result<JsValue, JsValue> {
    if let Some(integer) = value.dyn_ref::<BigInt>() {
        let number = integer.to_string(10)?.as_string().and_then(|digits| digits.parse::<f64>().ok());
        return Ok(number
            .filter(|number| Number::is_safe_integer(&JsValue::from_f64(*number)))
            .map_or(value, JsValue::from_f64));
    }
    if let Some(array) = value.dyn_ref::<Array>() {
        for index in 0..array.length() {
            array.set(index, numbers(array.get(index))?);
        }
    } else if value.is_object() {
        let object: &Object = value.unchecked_ref();
        for key in Object::keys(object).iter() {
            let settled = numbers(Reflect::get(object, &key)?)?;
            Reflect::set(object, &key, &settled)?;
        }
    }
    Ok(value)
}
