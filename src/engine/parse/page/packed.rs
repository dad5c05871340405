//! Data that a page's scripts are given in packed form: a function with its arguments, a list whose numbers are places in it.

use std::collections::HashMap;

use serde_json::Value;

use crate::engine::parse::page::json;

/// Values deeper than this are left out.
const DEPTH: usize = 24;

/// More values than this are left out.
const MOST: usize = 400_000;

/// Wrappers whose second element is what they hold.
const WRAPPERS: &[&str] = &["Reactive", "ShallowReactive", "Ref", "ShallowRef", "Date"];

/// The value of `(function(a,b){return {…}}("x",null))`: names in it stand for the arguments.
pub(super) fn called(text: &str) -> Option<Value> {
    let (_, rest) = text.split_once("(function(")?;
    let (names, rest) = rest.split_once(')')?;
    let body = rest.trim_start().strip_prefix('{')?.trim_start();
    let body = body.strip_prefix("return")?.trim_start();
    let mut value = body.starts_with(['{', '[']).then(|| json::first(body))?;
    let arguments = &body[body.rfind("}(")? + 2..];
    let arguments = arguments.trim_end_matches([';', ' ', '\n', '\r', ')']);
    let Value::Array(arguments) = json::read(&format!("[{arguments}]")) else {
        return None;
    };
    let named: HashMap<&str, &Value> = names.split(',').map(str::trim).zip(&arguments).collect();
    let mut todo = vec![&mut value];
    while let Some(value) = todo.pop() {
        match value {
            Value::String(name) => {
                if let Some(argument) = named.get(name.as_str()) {
                    *value = (*argument).clone();
                }
            }
            Value::Array(list) => todo.extend(list),
            Value::Object(object) => todo.extend(object.values_mut()),
            _ => {}
        }
    }
    Some(value)
}

/// The value of a list whose numbers are places in the list; nothing if they cannot be.
pub(super) fn referring(value: &Value) -> Option<Value> {
    let list = value.as_array().filter(|list| list.len() >= 4)?;
    let is_place = |value: &Value| value.as_i64().is_some_and(|at| at < list.len() as i64);
    let top = match list.first()? {
        Value::Object(object) => !object.is_empty() && object.values().all(is_place),
        Value::Array(inner) => {
            let wrapped = inner.first().and_then(Value::as_str);
            wrapped.is_some_and(|name| WRAPPERS.contains(&name)) && inner.len() == 2
        }
        _ => false,
    };
    let mut left = MOST;
    top.then(|| resolve(list, 0, DEPTH, &mut left))
}

/// What stands at a place. Goes no deeper than `depth`, which is bounded.
fn resolve(list: &[Value], at: usize, depth: usize, left: &mut usize) -> Value {
    if depth == 0 || *left == 0 {
        return Value::Null;
    }
    *left -= 1;
    let mut of = |value: &Value| {
        let place = value.as_u64().and_then(|at| usize::try_from(at).ok());
        place.map_or(Value::Null, |at| resolve(list, at, depth - 1, left))
    };
    match list.get(at) {
        Some(Value::Object(object)) => object
            .iter()
            .map(|(key, value)| (key.clone(), of(value)))
            .collect(),
        Some(Value::Array(inner)) => match inner.first() {
            Some(Value::String(name)) => match inner.get(1) {
                Some(held) if held.is_u64() && WRAPPERS.contains(&name.as_str()) => of(held),
                Some(held) if name == "Date" => held.clone(),
                _ => Value::Null,
            },
            _ => inner.iter().map(of).collect(),
        },
        Some(plain) => plain.clone(),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_for_names() {
        let text = "window.__NUXT__=(function(a,b){return {data:[{t:\"x\",u:a,v:b}],n:3}}(\"word\",null));";
        let want = serde_json::json!({"data": [{"t": "x", "u": "word", "v": null}], "n": 3});
        assert_eq!(called(text), Some(want));
        assert_eq!(called("(function(a){b()})(1)"), None);
        assert_eq!(called("(function("), None);
    }

    #[test]
    fn numbers_are_places() {
        let packed = serde_json::json!([{"a": 1, "b": 3, "c": -1}, ["Reactive", 2], [3, 4], "x", ["Date", "2031"]]);
        let want = serde_json::json!({"a": ["x", "2031"], "b": "x", "c": null});
        assert_eq!(referring(&packed), Some(want));
        assert_eq!(referring(&serde_json::json!([{"a": 9}, 2, 3, 4])), None);
        assert_eq!(referring(&serde_json::json!([1, 2, 3, 4])), None);
        // A value that holds itself ends.
        let circle = serde_json::json!([{"a": 0, "b": 0}, 1, 2, 3]);
        assert!(referring(&circle).is_some());
    }
}
