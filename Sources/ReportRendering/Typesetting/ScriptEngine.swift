import CJavaScriptCore

/// A JavaScript context that lives as long as the object.
///
/// Not for use from several threads at once.
package final class ScriptEngine {
    private let context: JSGlobalContextRef

    /// An empty context, without a document or a network.
    package init() {
        context = JSGlobalContextCreate(nil)
    }

    deinit {
        JSGlobalContextRelease(context)
    }

    /// Runs a script at the top level. `name` stands for it in messages.
    package func evaluate(_ source: String, name: String) throws(ScriptException) {
        let script = JSStringCreateWithUTF8CString(source)
        let url = JSStringCreateWithUTF8CString(name)
        defer {
            JSStringRelease(script)
            JSStringRelease(url)
        }
        var exception: JSValueRef?
        JSEvaluateScript(context, script, nil, url, 1, &exception)
        if let exception { throw ScriptException(message: text(of: exception)) }
    }

    /// Calls the global function `name` and gives its result as text.
    package func call(_ name: String, _ arguments: [ScriptValue]) throws(ScriptException) -> String {
        guard let function = globalFunction(name) else {
            throw ScriptException(message: "\(name) is not a function")
        }
        // The collector looks for values on the stack alone, and an array's are elsewhere.
        let values = arguments.map { argument in
            let value = value(argument)
            JSValueProtect(context, value)
            return value
        }
        defer { for value in values { JSValueUnprotect(context, value) } }
        var exception: JSValueRef?
        let result = JSObjectCallAsFunction(context, function, nil, values.count, values, &exception)
        if let exception { throw ScriptException(message: text(of: exception)) }
        return text(of: result)
    }

    private func globalFunction(_ name: String) -> JSObjectRef? {
        let property = JSStringCreateWithUTF8CString(name)
        defer { JSStringRelease(property) }
        let value = JSObjectGetProperty(context, JSContextGetGlobalObject(context), property, nil)
        guard JSValueIsObject(context, value) else { return nil }
        let object = JSValueToObject(context, value, nil)
        return JSObjectIsFunction(context, object) ? object : nil
    }

    private func value(_ value: ScriptValue) -> JSValueRef? {
        switch value {
        case .text(let text):
            // With a length, not zero-terminated: an author's text may hold any character.
            let units = Array(text.utf16)
            let string = JSStringCreateWithCharacters(units, units.count)
            defer { JSStringRelease(string) }
            return JSValueMakeString(context, string)
        case .flag(let flag):
            return JSValueMakeBoolean(context, flag)
        }
    }

    private func text(of value: JSValueRef?) -> String {
        guard let value, let string = JSValueToStringCopy(context, value, nil) else { return "" }
        defer { JSStringRelease(string) }
        let units = UnsafeBufferPointer(start: JSStringGetCharactersPtr(string), count: JSStringGetLength(string))
        return String(decoding: units, as: UTF16.self)
    }
}

/// A value handed to a script.
package enum ScriptValue {
    /// A string.
    case text(String)
    /// A boolean.
    case flag(Bool)
}

/// What a script threw.
package struct ScriptException: Error {
    /// The exception as JavaScript writes it, such as `ParseError: …`.
    package var message: String
}
