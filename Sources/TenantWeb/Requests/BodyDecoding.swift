internal import Foundation
internal import TenantStore

/// Turns a JSON body into values, and an error into the pointer of what does not fit.
enum BodyDecoding {
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(WebRefusal)
    -> Value
  {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw refusal(error)
    } catch {
      throw WebRefusal(.requestMalformed)
    }
  }

  private static func refusal(_ error: DecodingError) -> WebRefusal {
    switch error {
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      WebRefusal(.requestMalformed, details: ["reason": "not JSON"])
    case .keyNotFound(let key, let context):
      .invalid([FieldProblem(.pointer(pointer(context.codingPath + [key])), "is missing")])
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      .invalid([FieldProblem(.pointer(pointer(context.codingPath)), "does not fit")])
    @unknown default: WebRefusal(.requestMalformed)
    }
  }

  private static func pointer(_ path: [any CodingKey]) -> String {
    path.map { JSONPointer.step($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
  }
}

/// RFC 6901.
enum JSONPointer {
  /// One step of a pointer, with its slash.
  static func step(_ key: String) -> String {
    "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
