//! Converts field tables between the recordings' JSON and the broker's types. Integer widths are kept when reading
//! (`$type`) and dropped when writing, as the recorder's decoder does. Both directions are written by hand: the type of
//! a JSON value depends on its size, and on a field that only some objects have, which no attribute of serde's can say.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value as Json, json};
use warren_broker::{Name, Table, Value};

/// Reads a field table of a step.
pub(crate) fn table<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Table, D::Error> {
    deserializer.deserialize_map(Fields)
}

/// A table, which is not a value with a type.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Table;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table: an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table, A::Error> {
        rest(Vec::new(), &mut map)
    }
}

/// Reads the remaining fields.
fn rest<'de, A: MapAccess<'de>>(mut fields: Vec<(Name, Value)>, map: &mut A) -> Result<Table, A::Error> {
    while let Some((name, Field(value))) = map.next_entry()? {
        fields.push((name, value));
    }
    Ok(Table(fields))
}

/// A value of a table.
struct Field(Value);

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a field value: an integer of 64 bits with its sign, any other JSON, or {\"$type\": .., \"value\": ..}",
        )
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Void)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        let number = i64::try_from(number);
        number.map(Value::from).map_err(|_| E::custom("invalid value: an integer that does not fit in signed 64 bits"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Field(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Some(first) = map.next_key::<Name>()? else { return Ok(Value::Table(Table::default())) };
        if &*first == "$type" {
            return typed(&mut map);
        }
        let Field(value) = map.next_value()?;
        rest(vec![(first, value)], &mut map).map(Value::Table)
    }
}

/// The types that a `$type` can name.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Type {
    Byte,
    UByte,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    Float,
    Double,
    Decimal,
    Time,
    Bytes,
}

/// Reads `{"$type": T, "value": v}` from behind the first key.
fn typed<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Value, A::Error> {
    let kind = map.next_value()?;
    match map.next_key::<Name>()? {
        Some(key) if &*key == "value" => {}
        Some(key) => return Err(A::Error::unknown_field(&key, &["value"])),
        None => return Err(A::Error::missing_field("value")),
    }
    let value = match kind {
        Type::Byte => Value::Byte(map.next_value()?),
        Type::UByte => Value::UnsignedByte(map.next_value()?),
        Type::Short => Value::Short(map.next_value()?),
        Type::UShort => Value::UnsignedShort(map.next_value()?),
        Type::Int => Value::Int(map.next_value()?),
        Type::UInt => Value::UnsignedInt(map.next_value()?),
        Type::Long => Value::Long(map.next_value()?),
        Type::Time => Value::Timestamp(map.next_value()?),
        Type::Float => Value::Float(map.next_value::<f32>()?.to_bits()),
        Type::Double => Value::Double(map.next_value::<f64>()?.to_bits()),
        Type::Decimal => {
            let (scale, value) = map.next_value()?;
            Value::Decimal { scale, value }
        }
        Type::Bytes => Value::Bytes(map.next_value::<String>()?.as_bytes().into()),
    };
    match map.next_key::<Name>()? {
        Some(key) => Err(A::Error::unknown_field(&key, &["$type", "value"])),
        None => Ok(value),
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
    use serde_json::{Value as Json, json};
    use warren_broker::Value;

    use super::{Field, Table, table_json};

    fn read(json: &Json) -> Table {
        super::table(json).expect("is well-formed")
    }

    #[test]
    fn keeps_widths_on_the_way_in_and_drops_them_on_the_way_out() {
        let json = json!({
            "int": 1, "long": 5_000_000_000_i64, "float": 1.5, "void": null, "array": [true, {"k": "v"}],
            "byte": {"$type": "byte", "value": -5}, "time": {"$type": "time", "value": 9},
            "decimal": {"$type": "decimal", "value": [2, 314]},
        });
        let table = read(&json);
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
        let table = read(&json);
        assert_eq!(table_json(&table), json!({"x-death": [{"queue": "q", "time": "$time"}], "time": "kept"}));
    }

    #[test]
    fn says_where_a_value_is_wrong_and_what_would_be_right() {
        let fails = |json: Json| {
            let error = serde_path_to_error::deserialize::<_, Field>(json).map(|_| ()).expect_err("is wrong");
            format!("{}: {}", error.path(), error.inner())
        };
        assert_eq!(
            fails(json!({"a": [1, {"$type": "byte", "value": 300}]})),
            "a[1].value: invalid value: integer `300`, expected i8"
        );
        assert_eq!(fails(json!({"a": {"$type": "byte"}})), "a: missing field `value`");
        assert_eq!(
            fails(json!({"a": {"$type": "byte", "value": 1, "width": 8}})),
            "a: unknown field `width`, expected `$type` or `value`"
        );
        assert_eq!(
            fails(json!({"a": {"$type": "decimal", "value": 1}})),
            "a.value: invalid type: integer `1`, expected a tuple of size 2"
        );
        assert_eq!(fails(json!({"a": u64::MAX})), "a: invalid value: an integer that does not fit in signed 64 bits");
    }
}
