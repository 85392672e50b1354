//! Rust's data as plain JavaScript objects, arrays, strings and numbers. It owns how numbers cross: as `Number` wherever that is exact, else as
//! `BigInt`, never rounded. It deliberately knows no type in particular.

use js_sys::{Array, BigInt, Number, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// The value as JavaScript has it. `None` is `null`, a map an object.
pub fn object<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    // The serializer can make 64 bit numbers `BigInt` all or none, and refuses those that `Number` cannot hold if none: so all, and those that fit
    // become `Number` afterwards.
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
