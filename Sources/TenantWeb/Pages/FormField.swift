/// A field of a form with its label, for the template `web/form_fields`.
public struct FormField: Sendable {
  /// One of the things that a field offers.
  public typealias Choice = (value: String, label: String)

  /// How a field is filled in.
  public enum Kind: Sendable {
    /// An `input` of a type of HTML.
    case text(String)
    /// One of several things.
    case choice([Choice])
    /// A box that has to be ticked, with what it sends.
    case tick(String)
    /// A box that may be ticked, with what it sends; it is ticked where that is its value.
    case box(String)
    /// A text of several lines.
    case long
  }

  /// Kinds of fields whose length the browser decides.
  private static let typed: Set<String> = ["number", "date", "datetime-local", "file"]

  /// What a picture that is asked for may be.
  private static let pictures = "image/png,image/jpeg,image/webp,image/svg+xml"

  /// What a file that is asked for may be.
  private static let tables = ".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"

  let name: String
  let label: String
  let kind: Kind
  let value: String
  /// What to know about it.
  public var hint: String?
  /// What is wrong with what was sent for it.
  public var problem: String?
  let maximum: Int
  let isRequired: Bool
  let autocomplete: String
  let keyboard: String?
  private var accepted = FormField.tables

  /// Describes a field.
  ///
  /// - Parameters:
  ///   - name: The name under which it is sent.
  ///   - label: What people read.
  ///   - kind: How it is filled in.
  ///   - value: What it is filled with.
  ///   - hint: What to know about it.
  ///   - maximum: Most characters of a text.
  ///   - isRequired: Whether it has to be filled in.
  ///   - autocomplete: What browsers fill in.
  ///   - keyboard: Which keyboard a phone shows, HTML's `inputmode`.
  public init(
    name: String,
    label: String,
    kind: Kind = .text("text"),
    value: String = "",
    hint: String? = nil,
    maximum: Int = 200,
    isRequired: Bool = true,
    autocomplete: String = "off",
    keyboard: String? = nil
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.value = value
    self.hint = hint
    self.maximum = maximum
    self.isRequired = isRequired
    self.autocomplete = autocomplete
    self.keyboard = keyboard
  }

  /// Describes a field by the type of its `input`.
  public init(
    name: String,
    label: String,
    type: String,
    value: String = "",
    maximum: Int = 200,
    isRequired: Bool = true
  ) {
    self.init(
      name: name,
      label: label,
      kind: .text(type),
      value: value,
      maximum: maximum,
      isRequired: isRequired
    )
  }

  /// A picture to be sent.
  public static func picture(_ name: String, _ label: String, required: Bool = true) -> Self {
    var field = Self(name: name, label: label, kind: .text("file"), isRequired: required)
    field.accepted = pictures
    return field
  }

  /// A day of the calendar.
  public static func day(
    _ name: String,
    _ label: String,
    _ value: String = "",
    required: Bool = true
  ) -> Self {
    Self(name: name, label: label, kind: .text("date"), value: value, isRequired: required)
  }

  /// A box that has to be ticked.
  public static func tick(_ name: String, _ value: String, _ label: String) -> Self {
    Self(name: name, label: label, kind: .tick(value))
  }

  /// One of several things.
  public static func choice(
    _ name: String,
    _ label: String,
    _ choices: [Choice],
    value: String = "",
    required: Bool = true
  ) -> Self {
    Self(name: name, label: label, kind: .choice(choices), value: value, isRequired: required)
  }

  /// The field as its template sees it; every name is there, so that none is looked for outside.
  ///
  /// - Parameters:
  ///   - number: Keeps the ids of one page's forms apart.
  ///   - optional: The mark of what need not be filled in.
  /// - Returns: What the template of fields shows.
  public func view(_ number: Int, optional: String) -> View {
    var (type, tick, box, choices): (String?, String?, String?, [Choice]?) = (nil, nil, nil, nil)
    switch kind {
    case .text(let kind): type = kind
    case .tick(let value): tick = value
    case .box(let value): box = value
    case .choice(let offered): choices = offered
    case .long: break
    }
    let isTicked = box == value
    let isLong = if case .long = kind { true } else { false }
    // Without a first choice that is none, the first one would be taken for chosen.
    let none: Choice = ("", "–")
    let notes = [("hint", hint), ("problem", problem)].filter { $0.1 != nil }
    let describedBy = notes.map { "f\(number)-\(name)-\($0.0)" }.joined(separator: " ")
    let isTyped = type.map(Self.typed.contains) ?? false
    let shown = ([none] + (choices ?? [])).map { choice -> View in
      ["value": choice.value, "label": choice.label, "isChosen": choice.value == value]
    }
    return [
      "id": "f\(number)-\(name)", "name": name, "label": label, "value": value,
      "isRequired": isRequired, "optionalMark": Self.or(isRequired ? nil : optional),
      "maximum": Self.or(isTyped ? nil : "\(maximum)"), "hint": Self.or(hint),
      "problem": Self.or(problem), "describedBy": Self.or(notes.isEmpty ? nil : describedBy),
      "autocomplete": Self.or(isTyped ? nil : autocomplete), "keyboard": Self.or(keyboard),
      "type": Self.or(type), "accept": Self.or(type == "file" ? accepted : nil),
      "tick": Self.or(tick), "box": Self.or(box),
      "isLong": isLong, "isTicked": isTicked, "isChoice": choices != nil,
      "choices": shown,
    ]
  }

  private static func or(_ value: String?) -> any ViewValue {
    guard let value else { return false }
    return value
  }
}
