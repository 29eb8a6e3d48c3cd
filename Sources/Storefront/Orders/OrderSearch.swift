internal import Foundation

/// What somebody at the desk looks for among orders.
public enum OrderSearch: Hashable, Sendable {
  /// Digits: how the order's number begins, or, from four digits on, how the telephone number ends.
  case digits(String)
  /// A part of the name of who receives it, or of a product's, or how a SKU's number begins.
  case text(String)

  /// The most characters that are looked at.
  public static let limit = 40

  /// What is meant by what somebody typed; nothing when that is nothing.
  ///
  /// Spaces and hyphens between digits do not matter, and neither does how wide they are.
  public init?(_ typed: String) {
    let text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { return nil }
    let plain = text.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? text
    let digits = plain.filter { !$0.isWhitespace && !"-+()".contains($0) }
    if !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) {
      self = .digits(String(digits.prefix(Self.limit)))
    } else {
      self = .text(String(text.prefix(Self.limit)))
    }
  }

  /// From how many digits on a telephone number's end is meant too.
  static let phoneDigits = 4
}
