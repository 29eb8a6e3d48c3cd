/// What a conversation has told so far, from which rules decide.
struct TriageFacts: Sendable {
  /// Signs that are told as present, by name.
  private(set) var signs: Set<String> = []
  private(set) var ageDays: Int?
  /// Whether `ageDays` is only the end of what was told, as of "under one year".
  private(set) var mayBeYounger = false
  /// Values of measures by name: `temp`, `temp.newest`, `rate`, `spo2`, `score`, `week`, `systolic`, `diastolic`.
  private(set) var measures: [String: [Double]] = [:]

  private let profileAgeDays: Int?
  private var hasExactAge = false

  init(childAgeDays: Int?, isPregnant: Bool, isPostpartum: Bool) {
    profileAgeDays = childAgeDays
    ageDays = childAgeDays
    if isPregnant { signs.insert("pregnant") }
    if isPostpartum { signs.insert("postpartum") }
  }

  /// Adds what the newest message of the conversation tells, read with those before it.
  mutating func addNewest(of transcript: Transcript, matcher: SignMatcher) {
    guard let (reading, scopes) = transcript.messages.last else { return }
    for found in matcher.signs(in: transcript) where found.scopes.isEmpty {
      signs.insert(matcher.table.signs[found.sign].name)
    }
    addAge(reading)
    let temperatures = BodyTemperatures.read(reading).filter {
      scopes.scopes(of: $0.range).isDisjoint(with: [.history, .hypothetical, .third, .commerce])
    }
    measures["temp", default: []] += temperatures.map(\.celsius)
    let ofToday = temperatures.filter { !reading.isInClause(of: "yesterday", $0.range) }
    if let newest = ofToday.last ?? temperatures.last {
      measures["temp.newest"] = [newest.celsius]
    }
    let measured = Measures(reading, scopes: scopes, isPregnant: signs.contains("pregnant"))
    measures.merge(measured.values) { $0 + $1 }
  }

  private mutating func addAge(_ reading: Reading) {
    let isAboutWeeks = signs.contains("pregnant") && profileAgeDays == nil
    let told = Ages.read(reading).filter {
      !isAboutWeeks || reading.has("patientChild") || $0.days > 300
    }
    // Of more children the youngest counts, and so does a correction to a younger age.
    let exact = told.filter(\.isExact).min { $0.days < $1.days }
    guard let age = exact ?? told.first, age.isOfNow || !hasExactAge && profileAgeDays == nil
    else { return }
    // The profile of an older child does not make the told one older, nor is an exact age made older
    // by what is told. Words count where all that they may mean is younger.
    let oldest = age.isExact ? age.days : age.window.upperBound
    if hasExactAge, let ageDays, oldest >= ageDays { return }
    if let profileAgeDays, age.window.upperBound >= profileAgeDays { return }
    ageDays = age.days
    hasExactAge = age.isExact
    mayBeYounger = age.isOpen
  }
}
