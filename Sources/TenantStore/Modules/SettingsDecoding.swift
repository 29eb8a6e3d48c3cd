import Foundation

/// Decoding a JSON document so that an error names the place in words.
public enum SettingsDecoding {
  /// Decodes a value; the path of an error starts with `path`.
  ///
  /// - Throws: ``SettingsProblems`` with the first thing that does not fit.
  public static func decode<Value: Decodable>(
    _ type: Value.Type,
    from json: JSONValue,
    path: [String] = []
  ) throws(SettingsProblems) -> Value {
    do {
      return try JSONDecoder().decode(type, from: JSONEncoder().encode(json))
    } catch let error as DecodingError {
      throw SettingsProblems([problem(error, below: path)])
    } catch {
      throw SettingsProblems([SettingsProblem(path: path, message: "cannot be read")])
    }
  }

  private static func problem(_ error: DecodingError, below path: [String]) -> SettingsProblem {
    switch error {
    case .keyNotFound(let key, let context):
      problem(context, below: path, also: key, message: "is missing")
    case .typeMismatch(let type, let context):
      problem(context, below: path, message: "must be \(name(of: type))")
    case .valueNotFound(let type, let context):
      problem(context, below: path, message: "is empty but must be \(name(of: type))")
    case .dataCorrupted(let context):
      problem(context, below: path, message: context.debugDescription)
    @unknown default:
      SettingsProblem(path: path, message: "cannot be read")
    }
  }

  private static func problem(
    _ context: DecodingError.Context,
    below path: [String],
    also key: (any CodingKey)? = nil,
    message: String
  ) -> SettingsProblem {
    let keys = (context.codingPath + [key].compactMap { $0 }).map {
      $0.intValue.map(String.init) ?? $0.stringValue
    }
    return SettingsProblem(path: path + keys, message: message)
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Int.Type, is Int64.Type: "a whole number"
    case is Double.Type: "a number"
    case is [Any].Type: "a list"
    default: "a group of keys"
    }
  }
}
