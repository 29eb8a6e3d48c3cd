/// One form of the desk, as a person fills it in.
public struct DeskForm: Sendable {
  /// A field with its label.
  public struct Field: Sendable {
    let name: String
    let label: String
    let type: String
    let value: String
    let maximum: Int
    let isRequired: Bool
    private(set) var choices: [(value: String, label: String)] = []

    /// Describes a field.
    ///
    /// - Parameters:
    ///   - name: The name under which it is sent.
    ///   - label: What people read.
    ///   - type: The type of HTML's `input`.
    ///   - value: What it is filled with.
    ///   - maximum: Most characters of a text.
    ///   - isRequired: Whether it has to be filled in.
    public init(
      name: String,
      label: String,
      type: String = "text",
      value: String = "",
      maximum: Int = 200,
      isRequired: Bool = true
    ) {
      self.name = name
      self.label = label
      self.type = type
      self.value = value
      self.maximum = maximum
      self.isRequired = isRequired
    }

    /// One of several things, each with what is sent and what people read.
    public static func choice(
      _ name: String,
      _ label: String,
      _ choices: [(value: String, label: String)],
      value: String = "",
      required: Bool = true
    ) -> Self {
      var field = Self(name: name, label: label, value: value, isRequired: required)
      field.choices = choices
      return field
    }
  }

  /// Kinds of fields whose length the browser decides.
  private static let typed: Set<String> = ["number", "date", "datetime-local", "file"]

  /// What a file that is asked for may be.
  private static let tables = ".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"

  private let path: String
  private let submit: String
  private let fields: [Field]
  private let boxes: [(name: String, value: String, label: String)]
  private let areTicked: Bool
  private let hidden: [(name: String, value: String)]
  private let hint: String?
  private let isQuiet: Bool
  private let isUpload: Bool
  private let isDownload: Bool

  /// Describes a form.
  ///
  /// - Parameters:
  ///   - path: The path below the tenant.
  ///   - submit: What its button says.
  ///   - fields: What is typed.
  ///   - boxes: Boxes that may be ticked: name, value and label.
  ///   - areTicked: Whether they are ticked until somebody unticks them.
  ///   - hidden: What is sent along.
  ///   - hint: What to know before.
  ///   - isQuiet: Whether the button stands back.
  ///   - isUpload: Whether its route takes files or much text, see ``RouteBody/upload(limit:)``.
  ///   - isDownload: Whether it answers with a file, so that it can be sent again on the same page.
  public init(
    path: String,
    submit: String,
    fields: [Field] = [],
    boxes: [(name: String, value: String, label: String)] = [],
    areTicked: Bool = false,
    hidden: [(name: String, value: String)] = [],
    hint: String? = nil,
    isQuiet: Bool = false,
    isUpload: Bool = false,
    isDownload: Bool = false
  ) {
    self.path = path
    self.submit = submit
    self.fields = fields
    self.boxes = boxes
    self.areTicked = areTicked
    self.hidden = hidden
    self.hint = hint
    self.isQuiet = isQuiet
    self.isUpload = isUpload
    self.isDownload = isDownload
  }

  /// The form with the session's token and a key of its own, for the template `web/desk_form`.
  ///
  /// - Parameters:
  ///   - number: Keeps the ids of one page's forms apart.
  ///   - frame: The page.
  /// - Returns: What the template of forms shows.
  public func view(_ number: Int, _ frame: DeskFrame) -> View {
    [
      "action": frame.request.url(path), "token": frame.request.staffFormToken,
      "key": frame.request.makeIdempotencyKey(), "submit": submit, "formHint": hint,
      "isQuiet": isQuiet, "isUpload": isUpload, "areTicked": areTicked,
      "isOnce": !isDownload, "hasFields": !fields.isEmpty,
      "hidden": hidden.map { ["name": $0.name, "value": $0.value] as View },
      "boxes": boxes.map { ["name": $0.name, "value": $0.value, "label": $0.label] as View },
      "fields": fields.map { field -> View in
        [
          "id": "f\(number)-\(field.name)", "name": field.name, "label": field.label,
          "type": field.type, "value": field.value.isEmpty ? nil : field.value,
          "accept": field.type == "file" ? Self.tables : nil,
          "maximum": Self.typed.contains(field.type) ? nil : "\(field.maximum)",
          "isRequired": field.isRequired, "isChosen": !field.choices.isEmpty,
          "choices": field.choices.map { choice -> View in
            ["choice": choice.value, "words": choice.label, "isNow": choice.value == field.value]
          },
          "optionalMark": field.isRequired ? nil : frame.ownTexts["desk.optional"],
        ]
      },
    ]
  }

  /// The forms of one page or section, numbered.
  public static func views(_ forms: [Self], _ frame: DeskFrame, from start: Int = 0) -> [View] {
    forms.enumerated().map { $1.view(start + $0, frame) }
  }
}
