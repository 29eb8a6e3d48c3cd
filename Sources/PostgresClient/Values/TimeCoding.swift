public import Foundation

/// A civil day as the server counts it, without a time zone.
public struct PostgresDate: Hashable, Sendable {
  /// Days after 2000-01-01; days before it are negative.
  public var daysSince2000: Int32

  /// Names the day that lies a number of days after 2000-01-01.
  public init(daysSince2000: Int32) {
    self.daysSince2000 = daysSince2000
  }
}

extension PostgresDate: PostgresCodable, PostgresArrayElement {
  /// Bound as `date`.
  public static var postgresType: PostgresType { .date }

  /// An array of `date`.
  public static var postgresArrayType: PostgresType { .dateArray }

  /// Four bytes.
  public var postgresValue: PostgresValue { PostgresValue(type: .date, integer: daysSince2000) }

  /// Reads a `date`.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("date") { $0 == .date }
    daysSince2000 = unsafe try cell.integer(bytes, as: Int32.self)
  }
}

extension Date: PostgresCodable {
  /// Bound as `timestamptz`.
  public static var postgresType: PostgresType { .timestamptz }

  /// Microseconds since 2000-01-01 in UTC; instants beyond the server's range become infinite.
  public var postgresValue: PostgresValue {
    let seconds = timeIntervalSinceReferenceDate + Self.secondsFrom2000To2001
    let microseconds = (seconds * 1_000_000).rounded()
    let clamped =
      Int64(exactly: microseconds) ?? (microseconds < 0 ? Int64.min : Int64.max)
    return PostgresValue(type: .timestamptz, integer: clamped)
  }

  /// Reads a `timestamptz`, an infinite one as the distant future or past.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    let bytes = unsafe try cell.content("timestamptz") { $0 == .timestamptz }
    let microseconds = unsafe try cell.integer(bytes, as: Int64.self)
    switch microseconds {
    case .max: self = .distantFuture
    case .min: self = .distantPast
    default:
      self.init(
        timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000
          - Self.secondsFrom2000To2001
      )
    }
  }

  /// The year 2000 had 366 days; Foundation counts from 2001 and the server from 2000.
  private static let secondsFrom2000To2001: Double = 366 * 86_400
}
