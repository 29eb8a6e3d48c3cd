/// One SQL statement with its values bound, never pasted.
///
/// ```swift
/// let statement: Statement = "SELECT name FROM storefront.product WHERE id = \(id)"
/// ```
/// becomes `… WHERE id = $1` with one value. A value may stand wherever a parameter may.
public struct Statement: Hashable, Sendable {
  /// The text with `$1`, `$2` … in place of values.
  public let text: String
  /// The values in the order of their numbers.
  public let values: [PostgresValue]
  /// Whether the text is hardly used again, so that it is not kept prepared.
  package let isOneOff: Bool

  /// Takes text as it is; whoever calls this vouches that no input is pasted into it.
  ///
  /// A text that holds a NUL is refused when it runs.
  /// - Parameters:
  ///   - unsafeText: One statement with `$1`, `$2` … for its values.
  ///   - values: The values in the order of their numbers.
  public init(unsafeText: String, values: [PostgresValue] = []) {
    text = unsafeText
    self.values = values
    isOneOff = false
  }

  /// Takes text that differs each time; whoever calls this vouches that no input is pasted into it.
  package init(oneOff text: String) {
    self.text = text
    values = []
    isOneOff = true
  }
}

extension Statement: CustomStringConvertible, CustomDebugStringConvertible {
  /// The text alone, so that a log cannot show values by accident.
  public var description: String { text }

  /// The text alone.
  public var debugDescription: String { text }
}

extension Statement: ExpressibleByStringInterpolation {
  /// Takes a literal without values.
  public init(stringLiteral value: String) {
    self.init(unsafeText: value)
  }

  /// Takes a literal whose interpolated values are bound.
  public init(stringInterpolation: Interpolation) {
    self.init(unsafeText: stringInterpolation.text, values: stringInterpolation.values)
  }

  /// Collects text and values.
  public struct Interpolation: StringInterpolationProtocol, Sendable {
    var text = ""
    var values: [PostgresValue] = []

    /// Makes room for a literal.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 3 * interpolationCount)
      values.reserveCapacity(interpolationCount)
    }

    /// Adds text that the source code holds.
    public mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    /// Binds a value as the next parameter.
    public mutating func appendInterpolation(_ value: some PostgresEncodable) {
      appendInterpolation(value.postgresValue)
    }

    /// Binds a value, or a NULL of its type, as the next parameter.
    public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
      appendInterpolation(value.postgresValue)
    }

    /// Binds a value that is encoded already.
    public mutating func appendInterpolation(_ value: PostgresValue) {
      values.append(value)
      text += ParameterName.of(values.count)
    }

    /// Adds text that is a literal elsewhere in the source, such as a list of columns.
    public mutating func appendInterpolation(literal: StaticString) {
      text += literal.description
    }

    /// Adds text as it is; whoever writes this vouches that no input is in it.
    public mutating func appendInterpolation(unsafe text: String) {
      self.text += text
    }
  }
}

/// The names of parameters, `$1` and so on, which are parts of nearly every statement.
package enum ParameterName {
  /// The name of the parameter with a number from 1.
  package static func of(_ number: Int) -> String {
    number < usual.count ? usual[number] : "$\(number)"
  }

  private static let usual = (0...64).map { "$\($0)" }
}
