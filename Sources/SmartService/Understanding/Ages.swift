/// Ages of a child that a message tells, in days.
///
/// Months count as in the tables of vaccinations: 1 = 30, 2 = 61, 3 = 91, 6 = 183, 12 = 365, 24 = 731 days,
/// the first day of that age. 四个月多 is read as four months, 快三个月 as just under three.
enum Ages {
  struct Told: Sendable, Hashable {
    let days: Int
    /// Whether a number was told, and not only a word such as 新生儿.
    let isExact: Bool
    let range: Range<Int>
    /// The days that the words may mean: "seven months" is any day of that month.
    let window: ClosedRange<Int>
    /// Whether an upper end was told and no age, as by "under one year".
    var isOpen = false

    /// Whether the words speak of a child as it is now: a number, or a word that reaches back to birth.
    ///
    /// 满月 is as often the day of a feast that was long ago.
    var isOfNow: Bool { isExact || window.lowerBound == 0 }

    /// The days of which what is said at that age must be right: the youngest that the words mean,
    /// and a few before it, since an age in words is never exact.
    var suited: ClosedRange<Int> {
      let youngest = isExact ? days : window.upperBound
      let slack = youngest > 60 ? max(7, youngest * 8 / 100) : 3
      return max(0, (isExact ? days : window.lowerBound) - slack)...youngest
    }
  }

  /// The days that a child may be old, by messages and by the profile, for choosing what is said at
  /// that age.
  ///
  /// The first message that tells an age counts, and of more children the youngest, as in triage. The
  /// profile counts where the words may mean it, and where it is the younger. Words are taken for the
  /// youngest child that they may mean: what begins at six months is not said of five months. "Under one
  /// year" is no age: of a child of two months much else is right than of one of eleven.
  static func window(
    _ messages: some Sequence<String>,
    profileDays: Int? = nil
  ) -> ClosedRange<Int>? {
    var profile = profileDays
    for message in messages {
      let told = read(Reading(message, table: Triage.phrases))
      let exact = told.filter(\.isExact).min { $0.days < $1.days }
      guard let youngest = exact ?? told.first else { continue }
      if let known = profile, !youngest.isOfNow || youngest.window.upperBound >= known {
        return known...known
      }
      guard youngest.isOpen else { return youngest.suited }
      // What an earlier message tells counts, but an older child of the profile is not meant.
      profile = nil
    }
    return profile.map { $0...$0 }
  }

  /// Days of the first day of an age of `months`.
  static func days(months: Double) -> Int {
    if months >= 59.9, months <= 60.1 { return 1_827 }
    return Int((months * 30.4375).rounded())
  }

  /// The ages in a message, in order.
  static func read(_ reading: Reading) -> [Told] {
    var told = reading.quantities.compactMap { age($0, in: reading) }
    for (name, days, window) in [
      ("ageNewborn", 10, 0...28), ("ageInFirstMonth", 20, 0...28), ("ageOneMonth", 30, 28...45),
      ("ageBeyondOneMonth", 36, 30...60), ("ageUnderHundredDays", 80, 0...99),
      ("ageHundredDays", 100, 95...110),
    ] {
      told += reading.places(of: name).filter { !touches("past", $0, in: reading) }.map { range in
        Told(
          days: days + shift(around: range, in: reading),
          isExact: false,
          range: range,
          window: window
        )
      }
    }
    return told.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func age(_ quantity: Quantity, in reading: Reading) -> Told? {
    guard !isAtAny(["ago"], quantity.range, gap: 2, in: reading),
      !isBefore("ageYearAnd", quantity.range, gap: 0, in: reading),
      !touches("past", quantity.range, in: reading),
      !touches("ageUnderHundredDays", quantity.range, in: reading), !isShift(quantity, in: reading)
    else { return nil }
    let days: Int
    switch quantity.unit {
    case .year:
      guard quantity.value > 0, quantity.value < 16 else { return nil }
      days = Self.days(months: quantity.value * 12)
    case .calendarYear:
      guard quantity.value < 16, isAge(quantity, in: reading, byDefault: false) else { return nil }
      days = Self.days(months: quantity.value * 12)
    case .month:
      // 半个月 is as often how long something took.
      let isDefault = quantity.value >= 1
      guard quantity.value > 0, quantity.value <= 72,
        isAge(quantity, in: reading, byDefault: isDefault)
      else { return nil }
      days = Self.days(months: quantity.value)
    case .week:
      guard quantity.value <= 60, isAge(quantity, in: reading, byDefault: false) else { return nil }
      days = Int(quantity.value * 7)
    case .day:
      guard quantity.value <= 400, isAge(quantity, in: reading, byDefault: false) else {
        return nil
      }
      days = Int(quantity.value)
    case .hour:
      guard quantity.value <= 72, isAtAny(["birthBefore"], quantity.range, gap: 8, in: reading)
      else { return nil }
      days = Int(quantity.value / 24)
    default: return nil
    }
    let shift = shift(around: quantity.range, in: reading)
    let isEnd = isAfter("ageWithin", quantity.range, gap: 1, in: reading)
    let isWithin = quantity.isLess || isEnd
    let least = max(0, days + shift - (isWithin && !quantity.isLess ? 1 : 0))
    return Told(
      days: least,
      isExact: true,
      range: quantity.range,
      window: isWithin ? 0...least : least...(least + (shift == 0 ? span(of: quantity) : 0)),
      isOpen: isEnd || isBefore("ageBelow", quantity.range, gap: 1, in: reading)
    )
  }

  /// How many days the words for an age leave open.
  private static func span(of quantity: Quantity) -> Int {
    let isWhole = quantity.value == quantity.value.rounded()
    return switch quantity.unit {
    case .year, .calendarYear: isWhole ? 364 : 60
    case .month: isWhole ? 30 : 18
    case .week: 6
    case .day: 0
    default: 1
    }
  }

  // MARK: Age or duration

  private static func isAge(_ quantity: Quantity, in reading: Reading, byDefault: Bool) -> Bool {
    let range = quantity.range
    if reading.has("pregnancyWeeks"), !isBefore("birthBefore", range, gap: 6, in: reading),
      !isAgeWord(after: range, in: reading)
    {
      return false
    }
    if isBefore("birthBefore", range, gap: 6, in: reading) { return true }
    if isAgeWord(after: range, in: reading) { return true }
    if isBefore("durationBefore", range, gap: 1, in: reading)
      || isAfter("durationAfter", range, gap: 2, in: reading)
    {
      return false
    }
    if byDefault || isAlone(range, in: reading) { return true }
    // 闺女第二天热了: the second day of something, unless of a life.
    if range.lowerBound > 0,
      reading.text.scalars[range.lowerBound - 1] == "第"
        || reading.text.scalars[range.lowerBound] == "第"
    {
      return false
    }
    // 一天两盒, 一天睡几个小时: each day, unless just born.
    if quantity.unit == .day, quantity.value == 1 {
      return isBefore("ageJust", range, gap: 1, in: reading)
    }
    return isBefore("ageBefore", range, gap: 9, in: reading)
  }

  /// Whether 大, 的宝宝 or "old" stands behind the quantity, and not the 大 of 大便.
  private static func isAgeWord(after range: Range<Int>, in reading: Reading) -> Bool {
    let others = reading.places(of: "ageAfterNot")
    return reading.places(of: "ageAfter").contains { place in
      isAfter(place, range, gap: 2, in: reading)
        && !others.contains {
          $0.lowerBound <= place.lowerBound && place.upperBound <= $0.upperBound
        }
    }
  }

  /// Whether the clause says nothing but the quantity, as the answer to "how old?".
  private static func isAlone(_ range: Range<Int>, in reading: Reading) -> Bool {
    let clauses = reading.text.clauses
    let clause = clauses[range.lowerBound]
    guard let start = clauses.firstIndex(of: clause), let last = clauses.lastIndex(of: clause)
    else {
      return false
    }
    let extra = last - start + 1 - range.count
    return start == 0 && extra <= (reading.text.scalars[start] == "第" ? 0 : 2)
  }

  // MARK: One day more or less

  /// 差一天满三个月, 明天就半岁, 三个月零一天, "three months tomorrow".
  private static func shift(around range: Range<Int>, in reading: Reading) -> Int {
    let text = reading.text
    let sentence = text.sentences[range.lowerBound]
    func near(_ other: Range<Int>, _ gap: Int) -> Bool {
      text.sentences[other.lowerBound] == sentence
        && (other.upperBound <= range.lowerBound
          ? range.lowerBound - other.upperBound <= gap : other.lowerBound - range.upperBound <= gap)
    }
    for quantity in reading.quantities
    where (quantity.unit == .day || quantity.unit == .week) && quantity.range != range
      && near(quantity.range, 14)
    {
      let days = Int(quantity.value * (quantity.unit == .week ? 7 : 1))
      // 两天就满月 comes before the age; 一岁多的娃一天就喝几口 has nothing to do with it.
      let isAhead =
        quantity.range.upperBound <= range.lowerBound
        || !text.scalars[range.lowerBound].isHan
          && !text.scalars[range.upperBound - 1].isHan
      if isAtAny(["shortBefore"], quantity.range, gap: 4, in: reading)
        || (isAhead && isAfter("shortAfter", quantity.range, gap: 2, in: reading))
      {
        return -days
      }
      if quantity.range.lowerBound >= range.upperBound,
        isBefore("andDays", quantity.range, gap: 1, in: reading)
          || quantity.range.lowerBound == range.upperBound
      {
        return days
      }
    }
    // A day that comes with no age of another thing: 两个月又三周 and the like are rare.
    for quantity in reading.quantities
    where quantity.unit == .month && quantity.range.lowerBound == range.upperBound {
      return days(months: quantity.value)
    }
    if reading.places(of: "andMonths").contains(where: { near($0, 1) }),
      let months = reading.quantities.first(where: {
        $0.unit == .month && $0.range.lowerBound > range.upperBound && near($0.range, 8)
      })
    {
      return days(months: months.value)
    }
    if reading.places(of: "turnsTomorrow").contains(where: { near($0, 8) }) { return -1 }
    if reading.places(of: "turnsInTwoDays").contains(where: { near($0, 8) }) { return -2 }
    if reading.places(of: "turnedYesterday").contains(where: { near($0, 8) }) { return 1 }
    if isBefore("almost", range, gap: 1, in: reading) { return -5 }
    return 0
  }

  /// Whether the quantity belongs to an age that stands beside it.
  private static func isShift(_ quantity: Quantity, in reading: Reading) -> Bool {
    guard quantity.unit == .day || quantity.unit == .month || quantity.unit == .week else {
      return false
    }
    // 一岁三个月吃多少: months right behind the years are theirs, whatever stands near.
    let isBehindYears = reading.quantities.contains {
      $0.unit == .year && $0.range.upperBound == quantity.range.lowerBound
    }
    if isBehindYears, quantity.unit == .month { return true }
    if isAtAny(["shortBefore"], quantity.range, gap: 4, in: reading)
      || isAfter("shortAfter", quantity.range, gap: 2, in: reading)
    {
      return quantity.unit != .month
    }
    return reading.quantities.contains { other in
      (other.unit == .year || (other.unit == .month && quantity.unit != .month))
        && other.range.upperBound <= quantity.range.lowerBound
        && quantity.range.lowerBound - other.range.upperBound <= 5
        && (other.range.upperBound == quantity.range.lowerBound
          || isBefore("andDays", quantity.range, gap: 1, in: reading)
          || isBefore("andMonths", quantity.range, gap: 1, in: reading))
    }
  }

  // MARK: Words beside

  private static func isBefore(
    _ name: String,
    _ range: Range<Int>,
    gap: Int,
    in reading: Reading
  ) -> Bool {
    reading.places(of: name).contains {
      $0.upperBound <= range.lowerBound
        && range.lowerBound - $0.upperBound <= gap * scale(reading, at: range)
        && reading.text.clauses[$0.lowerBound] == reading.text.clauses[range.lowerBound]
    }
  }

  private static func isAfter(
    _ name: String,
    _ range: Range<Int>,
    gap: Int,
    in reading: Reading
  ) -> Bool {
    reading.places(of: name).contains { isAfter($0, range, gap: gap, in: reading) }
  }

  private static func isAfter(
    _ place: Range<Int>,
    _ range: Range<Int>,
    gap: Int,
    in reading: Reading
  ) -> Bool {
    place.lowerBound >= range.upperBound - 1 && place.upperBound > range.upperBound
      && place.lowerBound - range.upperBound <= gap
      && reading.text.clauses[place.lowerBound] == reading.text.clauses[range.lowerBound]
  }

  private static func isAtAny(
    _ names: [String],
    _ range: Range<Int>,
    gap: Int,
    in reading: Reading
  ) -> Bool {
    names.contains {
      isBefore($0, range, gap: gap, in: reading) || isAfter($0, range, gap: gap, in: reading)
    }
  }

  private static func touches(_ name: String, _ range: Range<Int>, in reading: Reading) -> Bool {
    reading.places(of: name).contains { $0.overlaps(range) || $0.lowerBound == range.upperBound }
  }

  private static func scale(_ reading: Reading, at range: Range<Int>) -> Int {
    let text = reading.text.scalars
    return text[range.lowerBound].isHan || text[max(0, range.upperBound - 1)].isHan ? 1 : 3
  }
}
