internal import TenantWeb

/// One form of a family's page.
struct FamilyForm {
  /// One of the things that a field offers.
  typealias Choice = (value: String, label: String)

  /// How a field is filled in.
  enum Kind {
    case text(String)
    case choice([Choice])
    case tick(String)
  }

  struct Field {
    let name: String
    let label: String
    var kind = Kind.text("text")
    var value = ""
    var hint: String?
    var maximum = 200
    var isRequired = true
    /// What browsers and their keyboards make of it: `autocomplete`, `inputmode`.
    var autocomplete = "off"
    var keyboard: String?

    static func day(_ name: String, _ label: String, _ value: String = "", required: Bool = true)
      -> Self
    {
      Self(name: name, label: label, kind: .text("date"), value: value, isRequired: required)
    }

    static func tick(_ name: String, _ value: String, _ label: String) -> Self {
      Self(name: name, label: label, kind: .tick(value))
    }

    static func choice(
      _ name: String,
      _ label: String,
      _ choices: [Choice],
      value: String = "",
      required: Bool = true
    ) -> Self {
      Self(
        name: name,
        label: label,
        kind: .choice(choices),
        value: value,
        isRequired: required
      )
    }
  }

  /// The path below the tenant.
  let path: String
  let submit: String
  var fields: [Field] = []
  var hidden: [(name: String, value: String)] = []
  var hint: String?
  var isQuiet = false
  /// Whether the answer is a file, after which the page still stands there.
  var isDownload = false
  /// What the button does in a list of many that look alike, for those who hear it.
  var about: String?

  func view(_ request: TenantRequest, _ numbers: inout FormNumbers) -> View {
    let number = numbers.next()
    return [
      "action": request.url(path), "token": request.formToken,
      "key": request.makeIdempotencyKey(), "submit": submit, "formHint": Absent.or(hint),
      "isQuiet": isQuiet, "isOnce": !isDownload, "about": Absent.or(about),
      "hasFields": !fields.isEmpty,
      "hidden": hidden.map { ["name": $0.name, "value": $0.value] as View },
      "fields": fields.map { Self.view($0, number, request) },
    ]
  }

  private static func view(_ field: Field, _ number: Int, _ request: TenantRequest) -> View {
    var (type, tick, choices): (String?, String?, [Choice]?) = (nil, nil, nil)
    switch field.kind {
    case .text(let kind): type = kind
    case .tick(let value): tick = value
    case .choice(let offered): choices = offered
    }
    // Without a first choice that is none, the first one would be taken for chosen.
    let none: Choice = ("", "–")
    let isTyped = type == "date" || type == "number"
    return [
      "id": "f\(number)-\(field.name)", "name": field.name, "label": field.label,
      "value": field.value, "isRequired": field.isRequired,
      "optionalMark": Absent.or(field.isRequired ? nil : request.texts["form.optional"]),
      "maximum": Absent.or(isTyped ? nil : "\(field.maximum)"), "hint": Absent.or(field.hint),
      "autocomplete": Absent.or(isTyped ? nil : field.autocomplete),
      "keyboard": Absent.or(field.keyboard), "type": Absent.or(type), "tick": Absent.or(tick),
      "isChoice": choices != nil,
      "choices": ([none] + (choices ?? [])).map { Self.view($0, field.value) },
    ]
  }

  private static func view(_ choice: Choice, _ chosen: String) -> View {
    ["value": choice.value, "label": choice.label, "isChosen": choice.value == chosen]
  }
}
