public import TenantStore

/// The shape of a JSON value: it checks what clients send and describes it in the OpenAPI document.
///
/// Made with the factories (`.string()`, `.object([…])`, `.named(…)`), refined with
/// ``nullable``, ``described(_:)`` and ``example(_:)``.
public struct Schema: Sendable {
  /// What a value is made of.
  package indirect enum Kind: Sendable {
    case object([Property])
    case array(Schema, count: ClosedRange<Int>)
    case string(length: ClosedRange<Int>, format: StringFormat?)
    case choice([String])
    case integer(ClosedRange<Int64>)
    case number
    case boolean
    case named(String, Schema)
    case anything
  }

  package let kind: Kind
  package var isNullable = false
  package var text: String?
  package var sample: JSONValue?

  private init(_ kind: Kind) { self.kind = kind }
}

extension Schema {
  /// One member of an object.
  public struct Property: Sendable {
    package let name: String
    package let schema: Schema
    package let isRequired: Bool

    /// A member that must be there.
    public static func required(_ name: String, _ schema: Schema) -> Self {
      Self(name: name, schema: schema, isRequired: true)
    }

    /// A member that may be missing.
    public static func optional(_ name: String, _ schema: Schema) -> Self {
      Self(name: name, schema: schema, isRequired: false)
    }
  }
}

extension Schema {
  /// An object with these members; a client may not send others.
  public static func object(_ properties: [Property]) -> Self { Self(.object(properties)) }

  /// An array whose elements all have one shape.
  public static func array(_ element: Schema, count: ClosedRange<Int> = 0...10_000) -> Self {
    Self(.array(element, count: count))
  }

  /// A text of a length in Unicode scalars, of a format when one is given.
  public static func string(
    _ length: ClosedRange<Int> = 0...10_000,
    format: StringFormat? = nil
  ) -> Self {
    Self(.string(length: length, format: format))
  }

  /// One of a few texts.
  public static func choice(_ values: [String]) -> Self { Self(.choice(values)) }

  /// A whole number within limits.
  public static func integer(
    _ range: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991
  ) -> Self {
    Self(.integer(range))
  }

  /// Any number.
  public static var number: Self { Self(.number) }

  /// `true` or `false`.
  public static var boolean: Self { Self(.boolean) }

  /// Any JSON value at all.
  public static var anything: Self { Self(.anything) }

  /// A shape with a name, written once in the OpenAPI document and referred to.
  ///
  /// One name always stands for one shape.
  public static func named(_ name: String, _ schema: Schema) -> Self { Self(.named(name, schema)) }

  /// An id with its type prefix.
  public static func id<ID: EntityID>(_ type: ID.Type) -> Self {
    Self(.string(length: 0...64, format: .id(type)))
  }

  /// Up to so many bytes, in base64.
  public static func bytes(_ count: ClosedRange<Int>) -> Self {
    .string(base64Length(count.lowerBound)...base64Length(count.upperBound), format: .base64)
  }

  private static func base64Length(_ bytes: Int) -> Int { (bytes + 2) / 3 * 4 }

  /// An amount as ``ShownMoney`` writes it.
  public static let money: Self = .named(
    "Money",
    .object([
      .required("minor", .integer().described("Whole minor units (fen, cents, yen).")),
      .required("currency", .string(3...3).described("ISO 4217 code.").example("CNY")),
      .required("text", .string().described("As shoppers read it.").example("¥128.00")),
    ])
  )

  /// The same shape, or `null`.
  public var nullable: Self {
    var copy = self
    copy.isNullable = true
    return copy
  }

  /// The same shape with a sentence about it.
  public func described(_ text: String) -> Self {
    var copy = self
    copy.text = text
    return copy
  }

  /// The same shape with a sample value.
  public func example(_ value: JSONValue) -> Self {
    var copy = self
    copy.sample = value
    return copy
  }
}
