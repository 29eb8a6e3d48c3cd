/// What a template sees: names and their values.
///
/// A name whose value is nothing is absent, so that `{{#name}}` and `{{^name}}` tell the two apart.
/// ```swift
/// let view: View = ["name": product.name, "isNew": true, "tags": tags.map { ["text": $0] as View }]
/// ```
public struct View: Sendable, ExpressibleByDictionaryLiteral {
  /// A value that a template can write or walk through.
  public enum Content: Sendable {
    /// Written with its markup escaped; a section shows itself once with it.
    case text(String)
    /// Decides whether a section shows itself.
    case flag(Bool)
    /// Names that a section or a path looks into.
    case view(View)
    /// What a section repeats itself for; empty is as good as absent.
    case list([Content])
  }

  private var entries: [(name: String, value: Content)]

  /// Creates a view; entries without a value are left out.
  public init(dictionaryLiteral elements: (String, (any ViewValue)?)...) {
    entries = []
    entries.reserveCapacity(elements.count)
    for case (let name, let value?) in elements { entries.append((name, value.viewValue)) }
  }

  /// The value of a name, or nothing.
  ///
  /// Views have few names, among which a walk is faster than a hash.
  subscript(name: String) -> Content? {
    for entry in entries where entry.name == name { return entry.value }
    return nil
  }

  /// The same view with one more entry, which wins over others of its name.
  public func with(_ name: String, _ value: some ViewValue) -> Self {
    var copy = self
    copy.entries.insert((name, value.viewValue), at: 0)
    return copy
  }
}

/// What can stand in a ``View``: texts, flags, views, and lists of them.
public protocol ViewValue {
  /// The value as a template sees it.
  var viewValue: View.Content { get }
}

extension String: ViewValue {
  /// The text, which is escaped where it is written.
  public var viewValue: View.Content { .text(self) }
}

extension Bool: ViewValue {
  /// Whether a section shows itself.
  public var viewValue: View.Content { .flag(self) }
}

extension View: ViewValue {
  /// The view's names.
  public var viewValue: Content { .view(self) }
}

extension Array: ViewValue where Element: ViewValue {
  /// One turn of a section for each element.
  public var viewValue: View.Content { .list(map(\.viewValue)) }
}
