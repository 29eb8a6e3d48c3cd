public import TenantStore

/// One dose of a national programme.
public struct ProgrammeDose: Hashable, Sendable {
  /// The vaccine's code, `HepB`.
  public let vaccine: String
  /// Which dose of it, from 1.
  public let dose: Int
  /// Completed months of age from which it is given; also the least age of a late one.
  public let from: Int
  /// Completed months of age by which it should be given; 0 means within 24 hours of birth.
  public let by: Int
  /// Completed months of age from which it is not given any more; nothing when it always is.
  public let until: Int?
  /// The least days after the dose before.
  public let interval: Int
  let births: (from: CivilDay?, until: CivilDay?)

  /// Whether children born on a day get it.
  func isFor(_ birth: CivilDay) -> Bool {
    (births.from.map { $0 <= birth } ?? true) && (births.until.map { birth <= $0 } ?? true)
  }

  /// Equal when vaccine, dose and ages are.
  public static func == (left: Self, right: Self) -> Bool {
    left.key == right.key
  }

  /// Hashes vaccine, dose and ages.
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }

  private var key: [String] {
    [vaccine, "\(dose)", "\(from)", "\(by)", "\(until ?? -1)", "\(interval)"]
  }
}

/// The doses that a country gives all children.
public struct VaccinationProgramme: Sendable {
  /// All doses; some are only for children of some years.
  public let doses: [ProgrammeDose]
  private let names: [String: LocalizedText]

  /// China's programme of 2021 with the change of 2025; `Texts/Vaccinations/china.csv` names sources.
  public static let china = Self(file: "china")

  /// What families read for a vaccine.
  public func name(of vaccine: String) -> LocalizedText? { names[vaccine] }

  /// The doses for children born on a day, those of one vaccine in order.
  public func doses(forBirth birth: CalendarDate) -> [ProgrammeDose] {
    let day = CivilDay(birth)
    return doses.filter { $0.isFor(day) }
  }

  private init(file: String) {
    doses = EmbeddedRows.of("Texts/Vaccinations/\(file).csv", fields: 8).map { row in
      guard let dose = Int(row[1]), let from = Int(row[2]), let by = Int(row[3]),
        let interval = Int(row[5])
      else { preconditionFailure("doses have numbers: \(row)") }
      return ProgrammeDose(
        vaccine: row[0],
        dose: dose,
        from: from,
        by: by,
        until: Int(row[4]),
        interval: interval,
        births: (Self.day(row[6]), Self.day(row[7]))
      )
    }
    names = Dictionary(
      uniqueKeysWithValues: EmbeddedRows.of("Texts/Vaccinations/names.csv", fields: 3).map {
        ($0[0], ShownText.of(zh: $0[1], en: $0[2]))
      }
    )
  }

  private static func day(_ text: String) -> CivilDay? {
    text.isEmpty ? nil : (try? ChildDateRule.day(text)).map { CivilDay($0) }
  }
}

/// Texts that the module brings in Chinese and English.
enum ShownText {
  static func of(zh: String, en: String) -> LocalizedText {
    let texts = [("zh", zh), ("en", en)].compactMap { tag, text in
      LanguageTag(rawValue: tag).map { ($0, text) }
    }
    return LocalizedText(Dictionary(uniqueKeysWithValues: texts))
  }
}
