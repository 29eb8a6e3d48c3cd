/// The age of a child that a text names, as a range of days, for choosing entries by stage.
///
/// Readings are generous, because an age in words is never exact: "seven months" is any day of that
/// month and a little around it. Spans of time ("for three days") are not ages.
struct AgeMention {
  /// The youngest and oldest day that the words may mean.
  let days: ClosedRange<Int>

  /// The first age that a text names, if it names one.
  init?(in text: String) {
    let characters = SearchText(text).characters
    var place = 0
    while place < characters.count {
      if let found = Self.named(characters, place) ?? Self.counted(characters, place) {
        days = Self.qualified(found.days, characters, found.range)
        return
      }
      place += 1
    }
    return nil
  }

  private typealias Found = (days: ClosedRange<Int>, range: Range<Int>)

  private static let names: [(String, ClosedRange<Int>)] = [
    ("没出月子", 0...28), ("月子里", 0...28), ("月里娃", 0...28), ("月子娃", 0...28),
    ("刚出生", 0...14), ("新生儿", 0...28), ("newborn", 0...28), ("新生児", 0...28),
    ("신생아", 0...28), ("แรกเกิด", 0...28), ("sơ sinh", 0...28), ("baru lahir", 0...28),
    ("recién nacido", 0...28), ("nouveau-né", 0...28), ("новорожд", 0...28),
    ("出月子", 28...50), ("满月", 28...45), ("没满百天", 0...99), ("不满百天", 0...99),
    ("百天", 95...110), ("百日", 95...110), ("半岁", 183...213), ("周岁", 365...480),
    ("小月龄", 0...182), ("幼儿", 365...2_190), ("婴儿", 0...364), ("学龄前", 1_096...2_400),
    ("ขวบครึ่ง", 520...580), ("полтора года", 530...600), ("year and a half", 530...600),
    ("годовал", 365...480), ("돌 지난", 365...480), ("二つ", 730...1_095),
  ]

  private static let digits: [Character: Double] = [
    "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
  ]

  private static let words: [(String, Double)] = [
    ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
    ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("eighteen", 18),
    ("un", 1), ("una", 1), ("uno", 1), ("dos", 2), ("tres", 3), ("cuatro", 4), ("cinco", 5),
    ("seis", 6), ("siete", 7), ("ocho", 8), ("nueve", 9), ("diez", 10), ("deux", 2),
    ("trois", 3), ("quatre", 4), ("cinq", 5), ("sept", 7), ("huit", 8), ("neuf", 9), ("dix", 10),
    ("один", 1), ("два", 2), ("две", 2), ("три", 3), ("четыре", 4), ("пять", 5), ("шесть", 6),
    ("семь", 7), ("восемь", 8), ("девять", 9), ("десять", 10), ("двух", 2), ("трёх", 3),
    ("satu", 1), ("dua", 2), ("tiga", 3), ("empat", 4), ("lima", 5), ("enam", 6), ("tujuh", 7),
    ("delapan", 8), ("sembilan", 9), ("sepuluh", 10), ("một", 1), ("hai", 2), ("ba", 3),
    ("bốn", 4), ("năm", 5), ("sáu", 6), ("bảy", 7), ("tám", 8), ("chín", 9), ("mười", 10),
    ("หนึ่ง", 1), ("สอง", 2), ("สาม", 3), ("สี่", 4), ("ห้า", 5), ("หก", 6), ("เจ็ด", 7),
    ("แปด", 8), ("เก้า", 9), ("สิบ", 10), ("한", 1), ("두", 2), ("세", 3), ("네", 4),
    ("다섯", 5), ("여섯", 6), ("일곱", 7), ("여덟", 8), ("아홉", 9), ("열", 10),
  ]

  private enum Unit { case halfYears, years, months, halfMonths, weeks, days }

  private static let units: [(String, Unit)] = [
    ("岁半", .halfYears), ("歳半", .halfYears), ("周岁", .years), ("岁", .years), ("歳", .years),
    ("个半月", .halfMonths), ("个多月", .months), ("个来月", .months), ("个月", .months),
    ("個月", .months), ("か月", .months), ("ヶ月", .months), ("カ月", .months), ("月龄", .months),
    ("周大", .weeks), ("天大", .days), ("多天的", .days), ("天的娃", .days), ("多天", .days),
    ("개월", .months), ("달 된", .months), ("달", .months), ("살", .years), ("돌", .years),
    ("เดือน", .months), ("ขวบ", .years), ("tháng", .months), ("tuổi", .years),
    ("bulan", .months), ("tahun", .years), ("meses", .months), ("mes", .months),
    ("años", .years), ("año", .years), ("mois", .months), ("ans", .years), ("an", .years),
    ("месяц", .months), ("мес", .months), ("лет", .years), ("год", .years),
    ("months", .months), ("month", .months), ("years", .years), ("year", .years),
    ("weeks old", .weeks), ("week-old", .weeks), ("semaines", .weeks), ("일 된", .days),
  ]

  private static func named(_ text: [Character], _ place: Int) -> Found? {
    for (name, days) in names where text[place...].starts(with: name) {
      return (days, place..<place + name.count)
    }
    return nil
  }

  private static func counted(_ text: [Character], _ place: Int) -> Found? {
    if place > 0, text[place].isASCII, text[place - 1].isASCII,
      text[place - 1].isLetter || text[place - 1].isNumber
    {
      return nil
    }
    guard let (number, after) = number(text, place), number > 0 else { return nil }
    var end = after
    while end < text.count, " -多来".contains(text[end]) { end += 1 }
    for (name, unit) in units where text[end...].starts(with: name) {
      // The 11th month of a year, the third jab, and what took three months are no ages.
      guard !(unit == .months && place > 0 && "第了拖".contains(text[place - 1])) else { return nil }
      return (days(number, unit), place..<end + name.count)
    }
    return nil
  }

  private static func number(_ text: [Character], _ place: Int) -> (Double, Int)? {
    var end = place
    while end < text.count, text[end].isASCII, text[end].isNumber || ",.".contains(text[end]) {
      end += 1
    }
    if end > place {
      let written = String(text[place..<end]).replacing(",", with: ".")
      return Double(written).map { ($0, end) }
    }
    if let han = hanNumber(text, place) { return han }
    for (word, value) in words where text[place...].starts(with: word) {
      return (value, place + word.count)
    }
    return nil
  }

  private static func hanNumber(_ text: [Character], _ place: Int) -> (Double, Int)? {
    var (total, last, end) = (0.0, 0.0, place)
    while end < text.count {
      if let digit = digits[text[end]] {
        last = digit
      } else if text[end] == "十" || text[end] == "百" {
        total += max(last, 1) * (text[end] == "十" ? 10 : 100)
        last = 0
      } else {
        break
      }
      end += 1
    }
    return end > place ? (total + last, end) : nil
  }

  private static func days(_ number: Double, _ unit: Unit) -> ClosedRange<Int> {
    let number = min(number, 200)
    let (from, length): (Double, Double) =
      switch unit {
      case .halfYears: (number * 365.25 + 183, 181)
      case .years: (number * 365.25, number == number.rounded() ? 364 : 60)
      case .months: (number * 30.4375, 30)
      case .halfMonths: (number * 30.4375 + 12, 18)
      case .weeks: (number * 7, 6)
      case .days: (number, 9)
      }
    return Int(from)...Int(from + length)
  }

  /// What stands around an age moves it: nearly, within, over.
  private static func qualified(
    _ days: ClosedRange<Int>,
    _ text: [Character],
    _ range: Range<Int>
  ) -> ClosedRange<Int> {
    let before = String(text[max(0, range.lowerBound - 3)..<range.lowerBound])
    let after = String(text[range.upperBound..<min(text.count, range.upperBound + 3)])
    var (low, high) = (days.lowerBound, days.upperBound)
    let nearly = ["快", "不到", "没到", "未满", "没满", "不满", "将近"].contains { before.hasSuffix($0) }
    if nearly || after.hasPrefix("不到") {
      (low, high) = (max(0, low - max(20, (high - low) / 2)), low - 1)
    } else if ["以内", "之内", "内"].contains(where: after.hasPrefix) {
      (low, high) = (0, low - 1)
    } else if ["以上", "以后", "之后"].contains(where: after.hasPrefix) {
      high += 364
    }
    let slack = high > 60 ? max(7, high * 8 / 100) : 3
    return max(0, low - slack)...max(0, high + slack)
  }
}
