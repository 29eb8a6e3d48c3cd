/// The text of a JSON document, neither parsed nor checked here.
public struct PostgresJSON: Hashable, Sendable {
  /// The document; the server refuses what is not JSON.
  public var text: String

  /// Wraps the text of a document.
  public init(text: String) {
    self.text = text
  }
}

extension PostgresJSON: PostgresCodable, PostgresArrayElement {
  /// Bound as `jsonb`.
  public static var postgresType: PostgresType { .jsonb }

  /// An array of `jsonb`.
  public static var postgresArrayType: PostgresType { .jsonbArray }

  /// The text behind jsonb's version byte.
  public var postgresValue: PostgresValue {
    PostgresValue(type: .jsonb, payload: .document(text))
  }

  /// Reads a `jsonb` or a `json`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("jsonb") { $0 == .jsonb || $0 == .json }
    guard cell.type == .jsonb else {
      text = unsafe String(decoding: bytes, as: UTF8.self)
      return
    }
    guard unsafe bytes.first == 1 else { throw cell.error(expected: "jsonb, version 1") }
    text = unsafe String(decoding: bytes.dropFirst(), as: UTF8.self)
  }
}
