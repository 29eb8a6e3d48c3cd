internal import CPostgres

extension ServerError {
  /// Reads the error that a result holds; nil when the client library made it up itself.
  init?(result: OpaquePointer) {
    func field(_ code: Int32) -> String? {
      guard let text = unsafe PQresultErrorField(result, code) else { return nil }
      return unsafe String(cString: text)
    }
    guard let state = field(Field.sqlState) else { return nil }
    self.init(
      sqlState: SQLState(rawValue: state),
      severity: field(Field.severity) ?? "ERROR",
      schema: field(Field.schema),
      table: field(Field.table),
      column: field(Field.column),
      constraint: field(Field.constraint),
      position: field(Field.position).flatMap { Int($0) },
      context: field(Field.context),
      // The code alone is that of everything which the server does not support.
      isStaleStatement: state == SQLState.featureNotSupported.rawValue
        && field(Field.routine) == "RevalidateCachedQuery",
      message: field(Field.message) ?? ""
    )
  }

  /// Whether the server ends the connection with this error.
  var endsConnection: Bool { severity == "FATAL" || severity == "PANIC" }

  /// The letters of the protocol's error fields, which C spells as character macros.
  private enum Field {
    static let severity = Int32(UInt8(ascii: "V"))
    static let sqlState = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let context = Int32(UInt8(ascii: "W"))
    static let position = Int32(UInt8(ascii: "P"))
    static let schema = Int32(UInt8(ascii: "s"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let constraint = Int32(UInt8(ascii: "n"))
    static let routine = Int32(UInt8(ascii: "R"))
  }
}
