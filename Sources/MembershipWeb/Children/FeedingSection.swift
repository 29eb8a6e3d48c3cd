internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a child drinks and eats: the sums of each day, forms to note a meal, and goods that fit.
struct FeedingSection {
  /// How many days stand in the table.
  private static let shown = 7
  /// How many of the last meals can be taken away.
  private static let removable = 12

  private let child: Child
  private let meals: [Feeding]
  /// Whether the family agrees to being shown what fits it.
  private let mayChoose: Bool
  private let frame: FamilyFrame

  init(_ child: Child, _ meals: [Feeding], mayChoose: Bool, _ frame: FamilyFrame) {
    self.child = child
    self.meals = meals
    self.mayChoose = mayChoose
    self.frame = frame
  }

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/family/children/\(child.id)/feedings" }
  private var zone: TimeZone { frame.request.tenant.timeZone }

  var section: FamilySection {
    let state = FeedingRule.state(of: meals, at: frame.request.now)
    let days = FeedingRule.days(of: meals, in: zone)
    let urgent = days.prefix(1).flatMap(\.reactions).contains(where: \.reaction.isUrgent)
    var facts: [(name: String, value: String)] = []
    if let state { facts.append((texts["feeding.now"], texts["feeding.state.\(state.rawValue)"])) }
    var folded: [(title: String, form: FamilyForm)] = [
      (texts["feeding.breast"], breast), (texts["feeding.formula"], formula),
      (texts["feeding.solid"], solid),
    ]
    if !meals.isEmpty { folded.append((texts["feeding.remove"], removal)) }
    return FamilySection(
      title: texts["feeding.title"],
      text: texts[urgent ? "feeding.urgent" : "feeding.hint"],
      facts: facts,
      table: days.isEmpty ? nil : table(days),
      empty: days.isEmpty ? texts["feeding.none"] : nil,
      links: state.map(links) ?? [],
      folded: folded,
      isWide: true
    )
  }

  private func table(_ days: [FeedingDay]) -> FamilySection.Table {
    FamilySection.Table(
      caption: texts["feeding.table"],
      columns: ["day", "breastSum", "formulaSum", "solidSum", "seen"].map {
        texts["feeding.\($0)"]
      },
      rows: days.prefix(Self.shown).map { day in
        [
          day.day.description,
          day.feeds == 0
            ? "–"
            : texts["feeding.feeds", ["count": "\(day.feeds)", "minutes": "\(day.minutes)"]],
          day.bottles == 0
            ? "–"
            : texts[
              "feeding.bottles",
              ["count": "\(day.bottles)", "amount": "\(day.millilitres)"]
            ],
          day.foods.isEmpty ? "–" : day.foods.map { food(of: $0, day) }.joined(separator: ", "),
          day.reactions.isEmpty
            ? "–"
            : day.reactions.map {
              "\($0.food): \(texts["feeding.reaction.\($0.reaction.rawValue)"])"
            }.joined(separator: ", "),
        ]
      }
    )
  }

  private func food(of name: String, _ day: FeedingDay) -> String {
    day.newFoods.contains(name) ? texts["feeding.first", ["food": name]] : name
  }

  /// The way to goods that fit how the child is fed.
  private func links(_ state: FeedingState) -> [(name: String, href: String)] {
    guard mayChoose,
      let category = (try? frame.settings.feedingGoods)?[state.rawValue]?.first
    else { return [] }
    return [
      (
        texts["feeding.goods", ["state": texts["feeding.state.\(state.rawValue)"]]],
        frame.request.url("/products", ["category": category])
      )
    ]
  }

  private var time: FormField {
    FormField(
      name: "at",
      label: texts["feeding.at"],
      type: "datetime-local",
      value: LocalMinute.text(frame.request.now, in: zone)
    )
  }

  private func form(_ kind: String, _ fields: [FormField], hint: String? = nil) -> FamilyForm {
    FamilyForm(
      path: path,
      submit: texts["feeding.note"],
      fields: [time] + fields,
      hidden: [("kind", kind)],
      hint: hint
    )
  }

  private var breast: FamilyForm {
    form(
      "breast",
      [
        .choice(
          "side",
          texts["feeding.side"],
          Feeding.Side.allCases.map { ($0.rawValue, texts["feeding.on.\($0.rawValue)"]) }
        ), .init(name: "minutes", label: texts["feeding.minutes"], type: "number"),
      ]
    )
  }

  private var formula: FamilyForm {
    form(
      "formula",
      [.init(name: "millilitres", label: texts["feeding.millilitres"], type: "number")]
    )
  }

  private var solid: FamilyForm {
    form(
      "solid",
      [
        .init(name: "food", label: texts["feeding.food"], maximum: 80),
        .init(name: "new", label: texts["feeding.isNew"], kind: .box("yes"), isRequired: false),
        .choice(
          "reaction",
          texts["feeding.seen"],
          Feeding.Reaction.allCases.map {
            ($0.rawValue, texts["feeding.reaction.\($0.rawValue)"])
          },
          required: false
        ),
      ],
      hint: texts["feeding.solidHint"]
    )
  }

  /// Takes a meal away.
  private var removal: FamilyForm {
    FamilyForm(
      path: path,
      submit: texts["feeding.remove"],
      fields: [
        .choice(
          "meal",
          texts["feeding.meal"],
          meals.prefix(Self.removable).map { meal in
            let at = LocalMinute.text(meal.fedAt, in: zone)
            return ("\(Self.kind(of: meal)) \(at) \(Self.food(of: meal))", "\(at) \(words(meal))")
          }
        )
      ],
      hidden: [("remove", "yes")],
      isQuiet: true
    )
  }

  private func words(_ meal: Feeding) -> String {
    switch meal.meal {
    case .breast(let side, let minutes):
      "\(texts["feeding.on.\(side.rawValue)"]) · "
        + texts["feeding.feeds", ["count": "1", "minutes": "\(minutes)"]]
    case .formula(let amount):
      texts["feeding.bottles", ["count": "1", "amount": "\(amount)"]]
    case .solid(let food, _, _): food
    }
  }

  private static func kind(of meal: Feeding) -> String {
    switch meal.meal {
    case .breast: "breast"
    case .formula: "formula"
    case .solid: "solid"
    }
  }

  private static func food(of meal: Feeding) -> String {
    if case .solid(let food, _, _) = meal.meal { food } else { "" }
  }
}

extension FeedingSection {
  /// Reads a meal, or the one that is to go.
  static func feeding(_ form: RequestFields, _ tenant: TenantSnapshot) throws -> Feeding {
    if form["remove"] != nil { return try removed(form, tenant) }
    guard let at = LocalMinute.date(try form.required("at"), in: tenant.timeZone) else {
      throw form.refusal("at", "must be a day and a time")
    }
    switch try form.required("kind") {
    case "breast":
      guard let side = Feeding.Side(rawValue: try form.required("side")),
        let minutes = try form.integer("minutes", in: 1...180)
      else { throw form.refusal("minutes", "is missing") }
      return Feeding(fedAt: at, meal: .breast(side, minutes: minutes))
    case "formula":
      guard let amount = try form.integer("millilitres", in: 1...500) else {
        throw form.refusal("millilitres", "is missing")
      }
      return Feeding(fedAt: at, meal: .formula(millilitres: amount))
    case "solid":
      return Feeding(
        fedAt: at,
        meal: .solid(
          food: try form.required("food"),
          isNew: form["new"] != nil,
          reaction: form["reaction"].flatMap(Feeding.Reaction.init)
        )
      )
    default: throw form.refusal("kind", "is unknown")
    }
  }

  private static func removed(_ form: RequestFields, _ tenant: TenantSnapshot) throws -> Feeding {
    let parts = try form.required("meal").split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count >= 2, let at = LocalMinute.date(parts[1], in: tenant.timeZone) else {
      throw form.refusal("meal", "is unknown")
    }
    let meal: Feeding.Meal =
      switch parts[0] {
      case "breast": .breast(.both, minutes: 1)
      case "formula": .formula(millilitres: 1)
      default: .solid(food: parts.count == 3 ? parts[2] : "", isNew: false, reaction: nil)
      }
    return Feeding(fedAt: at, meal: meal)
  }
}

/// A minute on the merchant's clocks, as a field of a day and a time has it: `2026-09-21T09:15`.
enum LocalMinute {
  static func text(_ instant: Date, in zone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.hour, .minute], from: instant)
    func two(_ value: Int?) -> String { value.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "00" }
    return "\(CalendarDate(instant, in: zone))T\(two(parts.hour)):\(two(parts.minute))"
  }

  static func date(_ text: String, in zone: TimeZone) -> Date? {
    guard
      let found = text.wholeMatch(
        of: /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(:[0-9]{2})?/
      ),
      let year = Int(found.1), let month = Int(found.2), let day = Int(found.3),
      let hour = Int(found.4), let minute = Int(found.5), hour < 24, minute < 60
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = DateComponents(
      calendar: calendar,
      timeZone: zone,
      year: year,
      month: month,
      day: day,
      hour: hour,
      minute: minute
    )
    guard parts.isValidDate else { return nil }
    return calendar.date(from: parts)
  }
}
