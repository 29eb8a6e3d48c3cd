internal import Membership
internal import TenantStore
internal import TenantWeb

/// A child's measurements: the chart with the percentiles of the WHO, the same in a table, and a form.
struct GrowthSection {
  /// What charts there are, the first one shown unless another is asked for.
  static let charts: [GrowthIndicator] = [.weightForAge, .lengthForAge, .headForAge, .bmiForAge]

  private let child: Child
  private let points: [GrowthPoint]
  private let frame: FamilyFrame
  private let shown: GrowthIndicator

  init(_ child: Child, _ entries: [GrowthEntry], _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
    points = GrowthRule.points(entries, of: child)
    shown =
      frame.request.query["chart"].flatMap(GrowthIndicator.init).flatMap {
        Self.charts.contains($0) ? $0 : nil
      } ?? .weightForAge
  }

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/family/children/\(child.id)" }

  var section: FamilySection {
    FamilySection(
      title: texts["growth.title"],
      text: texts[child.sex == nil ? "growth.noSex" : "growth.hint"],
      tabs: child.sex == nil || points.isEmpty
        ? []
        : Self.charts.map { chart in
          (
            texts["growth.chart.\(chart.rawValue)"],
            frame.request.url(path, ["chart": chart.rawValue]), chart == shown
          )
        },
      picture: picture,
      table: table,
      forms: [form],
      folded: points.isEmpty ? [] : [(texts["growth.remove"], removal)],
      isWide: true
    )
  }

  private var picture: String? {
    guard let sex = child.sex, !points.isEmpty else { return nil }
    let values = points.compactMap { point in
      Self.value(of: point.adjusted, shown).map { (ageInDays: point.ageInDays, value: $0) }
    }
    let name = ChildWords(child, frame).name
    let chart = texts["growth.chart.\(shown.rawValue)"]
    let last = points.last { Self.value(of: $0.entry.measures, shown) != nil }
    let rank = last.flatMap { Self.score($0, shown) }.map { percentile($0) }
    return GrowthChart.svg(
      shown,
      sex: sex,
      points: values,
      texts: GrowthChartTexts(
        title: texts["growth.chartOf", ["name": name, "chart": chart]],
        description: rank.map {
          texts[
            "growth.last",
            ["day": last?.entry.day.description ?? "", "percentile": $0]
          ]
        } ?? texts["growth.none"],
        age: texts["growth.months"],
        value: texts["growth.unit.\(shown.rawValue)"]
      )
    )
  }

  private var table: FamilySection.Table? {
    guard !points.isEmpty else { return nil }
    let columns = ["day", "weight", "length", "head", "percentile"].map { texts["growth.\($0)"] }
    let rows = points.reversed().map { point -> [String] in
      let measures = point.entry.measures
      return [
        point.entry.day.description, Self.text(measures.grams, 3),
        Self.text(measures.millimetres, 1), Self.text(measures.headMillimetres, 1),
        Self.score(point, shown).map { percentile($0) } ?? "–",
      ]
    }
    let chart = texts["growth.chart.\(shown.rawValue)"]
    return FamilySection.Table(
      caption: texts["growth.table", ["chart": chart]],
      columns: columns,
      rows: rows
    )
  }

  private var form: FamilyForm {
    func number(_ name: String) -> FamilyForm.Field {
      .init(
        name: name,
        label: texts["growth.\(name)"],
        maximum: 8,
        isRequired: false,
        keyboard: "decimal"
      )
    }
    let isUpright = GrowthRule.isMeasuredStanding(child, on: frame.today)
    return FamilyForm(
      path: "\(path)/growth",
      submit: texts["growth.note"],
      fields: [
        .day("day", texts["growth.day"], frame.today.description), number("weight"),
        number("length"),
        .choice(
          "posture",
          texts["growth.postureLabel"],
          GrowthMeasures.Posture.allCases.map {
            ($0.rawValue, texts["growth.posture.\($0.rawValue)"])
          },
          value: (isUpright ? GrowthMeasures.Posture.standing : .lying).rawValue,
          required: false
        ),
        number("head"),
      ],
      hint: texts["growth.noteHint"]
    )
  }

  /// Takes away what was noted for a day.
  private var removal: FamilyForm {
    FamilyForm(
      path: "\(path)/growth",
      submit: texts["growth.removeDay"],
      fields: [
        .choice(
          "day",
          texts["growth.day"],
          points.reversed().map { ($0.entry.day.description, $0.entry.day.description) }
        )
      ],
      hidden: [("remove", "yes")],
      isQuiet: true
    )
  }

  private func percentile(_ score: GrowthScore) -> String {
    if score.isImplausible { return texts["growth.implausible"] }
    let rounded = Int(score.percentile.rounded())
    return rounded < 1 ? "< P1" : rounded > 99 ? "> P99" : "P\(rounded)"
  }

  private static func score(_ point: GrowthPoint, _ indicator: GrowthIndicator) -> GrowthScore? {
    point.scores.first { $0.indicator == indicator }
  }

  private static func value(of measures: GrowthMeasures, _ indicator: GrowthIndicator) -> Double? {
    switch indicator {
    case .weightForAge: measures.grams.map { Double($0) / 1_000 }
    case .lengthForAge: measures.millimetres.map { Double($0) / 10 }
    case .headForAge: measures.headMillimetres.map { Double($0) / 10 }
    case .bmiForAge:
      measures.grams.flatMap { grams in
        measures.millimetres.map { Double(grams) * 1_000 / Double($0 * $0) }
      }
    case .weightForLength, .weightForHeight: nil
    }
  }

  private static func text(_ value: Int?, _ places: Int) -> String {
    value.map { DecimalRule.text($0, places: places) } ?? "–"
  }
}
