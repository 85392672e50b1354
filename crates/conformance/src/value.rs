//! Converts field tables between the recordings' JSON and the broker's types. Integer widths are kept when reading
//! (`$type`) and dropped when writing, as the recorder's decoder does.

use serde_json::{Map, Value as Json, json};
use warren_broker::{Table, Value};

use crate::error::RecordingError;
use crate::fields::wrong;

const TYPES: &str = "byte, ubyte, short, ushort, int, uint, long, float, double, decimal, time or bytes";

/// Reads a field table of a step. `path` is its place, for errors.
pub(crate) fn table(map: &Map<String, Json>, path: &str) -> Result<Table, RecordingError> {
    map.iter()
        .map(|(name, json)| Ok((name.as_str().into(), value(json, &format!("{path}.{name}"))?)))
        .collect::<Result<_, _>>()
        .map(Table)
}

fn value(json: &Json, path: &str) -> Result<Value, RecordingError> {
    match json {
        Json::Null => Ok(Value::Void),
        Json::Bool(flag) => Ok(Value::Bool(*flag)),
        Json::String(text) => Ok(Value::Str(text.as_str().into())),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Ok(integer.into()),
            (None, Some(float)) if number.is_f64() => Ok(float.into()),
            (None, _) => Err(wrong(path, "an integer that fits in signed 64 bits, or a float", json)),
        },
        Json::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| value(item, &format!("{path}[{index}]")))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        Json::Object(map) => match map.get("$type") {
            None => table(map, path).map(Value::Table),
            Some(kind) => typed(map, kind, path),
        },
    }
}

/// Reads `{"$type": T, "value": v}`.
fn typed(map: &Map<String, Json>, kind: &Json, path: &str) -> Result<Value, RecordingError> {
    let at = format!("{path}.value");
    let Some(json) = map.get("value") else {
        return Err(RecordingError::at_field(at, "is missing; an object with `$type` needs it"));
    };
    Ok(match kind.as_str() {
        Some("byte") => Value::Byte(integer(json, &at)?),
        Some("ubyte") => Value::UnsignedByte(integer(json, &at)?),
        Some("short") => Value::Short(integer(json, &at)?),
        Some("ushort") => Value::UnsignedShort(integer(json, &at)?),
        Some("int") => Value::Int(integer(json, &at)?),
        Some("uint") => Value::UnsignedInt(integer(json, &at)?),
        Some("long") => Value::Long(integer(json, &at)?),
        Some("time") => Value::Timestamp(json.as_u64().ok_or_else(|| wrong(&at, "seconds since 1970", json))?),
        Some("float") => Value::Float(narrow(float(json, &at)?).to_bits()),
        Some("double") => Value::Double(float(json, &at)?.to_bits()),
        Some("decimal") => decimal(json, &at)?,
        Some("bytes") => {
            let text = json.as_str().ok_or_else(|| wrong(&at, "a string", json))?;
            Value::Bytes(text.as_bytes().into())
        }
        Some(_) | None => return Err(wrong(&format!("{path}.$type"), TYPES, kind)),
    })
}

fn integer<N: TryFrom<i64>>(json: &Json, path: &str) -> Result<N, RecordingError> {
    json.as_i64()
        .and_then(|number| N::try_from(number).ok())
        .ok_or_else(|| wrong(path, &format!("an integer of {} bits", 8 * size_of::<N>()), json))
}

fn float(json: &Json, path: &str) -> Result<f64, RecordingError> {
    json.as_f64().ok_or_else(|| wrong(path, "a number", json))
}

#[allow(clippy::cast_possible_truncation)] // The type asks for rounding to 32 bits.
fn narrow(number: f64) -> f32 {
    number as f32
}

/// Reads `[scale, value]`.
fn decimal(json: &Json, path: &str) -> Result<Value, RecordingError> {
    match json.as_array().map(Vec::as_slice) {
        Some([scale, value]) => Ok(Value::Decimal {
            scale: integer(scale, &format!("{path}[0]"))?,
            value: integer(value, &format!("{path}[1]"))?,
        }),
        Some(_) | None => Err(wrong(path, "[scale, value]", json)),
    }
}

/// Writes a field table as a trace shows it.
pub(crate) fn table_json(table: &Table) -> Json {
    Json::Object(table.iter().map(|(name, value)| (name.to_owned(), field_json(name, value))).collect())
}

/// Writes a field. The time of a death differs in every run, so recordings say only that it is present.
fn field_json(name: &str, value: &Value) -> Json {
    let mut json = value_json(value);
    if let ("x-death", Json::Array(deaths)) = (name, &mut json) {
        for death in deaths {
            if let Some(time) = death.get_mut("time") {
                *time = json!("$time");
            }
        }
    }
    json
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::Void => Json::Null,
        Value::Bool(flag) => json!(flag),
        Value::Byte(number) => json!(number),
        Value::UnsignedByte(number) => json!(number),
        Value::Short(number) => json!(number),
        Value::UnsignedShort(number) => json!(number),
        Value::Int(number) => json!(number),
        Value::UnsignedInt(number) => json!(number),
        Value::Long(number) => json!(number),
        Value::Float(bits) => json!(f64::from(f32::from_bits(*bits))),
        Value::Double(bits) => json!(f64::from_bits(*bits)),
        Value::Decimal { scale, value } => json!({"$type": "decimal", "value": [scale, value]}),
        Value::Timestamp(seconds) => json!({"$type": "time", "value": seconds}),
        Value::Str(text) => json!(**text),
        Value::Bytes(bytes) => json!({"$type": "bytes", "value": String::from_utf8_lossy(bytes)}),
        Value::Array(items) => items.iter().map(value_json).collect(),
        Value::Table(table) => table_json(table),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use warren_broker::Value;

    use super::{table, table_json};

    #[test]
    fn keeps_widths_on_the_way_in_and_drops_them_on_the_way_out() {
        let json = json!({
            "int": 1, "long": 5_000_000_000_i64, "float": 1.5, "void": null, "array": [true, {"k": "v"}],
            "byte": {"$type": "byte", "value": -5}, "time": {"$type": "time", "value": 9},
            "decimal": {"$type": "decimal", "value": [2, 314]},
        });
        let table = table(json.as_object().expect("written as an object above"), "arguments").expect("is well-formed");
        assert_eq!(table.get("int"), Some(&Value::Int(1)));
        assert_eq!(table.get("long"), Some(&Value::Long(5_000_000_000)));
        assert_eq!(table.get("byte"), Some(&Value::Byte(-5)));
        assert_eq!(table.get("float"), Some(&Value::Double(1.5_f64.to_bits())));

        let mut back = json.clone();
        back["byte"] = json!(-5);
        assert_eq!(table_json(&table), back);
    }

    #[test]
    fn hides_the_time_of_a_death() {
        let json = json!({"x-death": [{"queue": "q", "time": {"$type": "time", "value": 9}}], "time": "kept"});
        let table = table(json.as_object().expect("written as an object above"), "headers").expect("is well-formed");
        assert_eq!(table_json(&table), json!({"x-death": [{"queue": "q", "time": "$time"}], "time": "kept"}));
    }

    #[test]
    fn says_where_a_value_is_wrong_and_what_would_be_right() {
        let fails = |json: serde_json::Value| {
            table(json.as_object().expect("every case is an object"), "arguments").expect_err("is wrong").to_string()
        };
        assert_eq!(
            fails(json!({"a": [1, {"$type": "byte", "value": 300}]})),
            "field `arguments.a[1].value`: should be an integer of 8 bits, but is 300"
        );
        assert_eq!(
            fails(json!({"a": {"$type": "int8", "value": 1}})),
            "field `arguments.a.$type`: should be byte, ubyte, short, ushort, int, uint, long, float, double, decimal, \
             time or bytes, but is \"int8\""
        );
        assert_eq!(
            fails(json!({"a": {"$type": "byte"}})),
            "field `arguments.a.value`: is missing; an object with `$type` needs it"
        );
    }
}
