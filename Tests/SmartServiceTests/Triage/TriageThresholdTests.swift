import SmartService
import Testing

/// Every threshold of the table, a day and a tenth of a degree on both sides.
@Suite("Thresholds of triage")
struct TriageThresholdTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let days: Int?
    let text: String
    let level: TriageLevel

    init(_ days: Int?, _ text: String, _ level: TriageLevel) {
      (self.days, self.text, self.level) = (days, text, level)
    }

    var testDescription: String { "\(days.map(String.init) ?? "age unknown"): \(text)" }
  }

  @Test(arguments: [
    Case(0, "体温38.0", .urgent), Case(90, "38.0度", .urgent), Case(90, "37.9度", .none),
    Case(91, "38.0度", .amber), Case(91, "38.9度", .amber), Case(91, "39.0度", .urgent),
    Case(182, "39.0度", .urgent), Case(182, "38.9度", .amber), Case(183, "39.0度", .none),
    Case(60, "腋下37.5", .urgent), Case(60, "腋下37.4", .none), Case(61, "腋下37.5", .none),
    Case(61, "腋下37.9", .none), Case(61, "腋下38.0", .urgent), Case(300, "量了35.9度", .urgent),
    Case(300, "量了36.0度", .none), Case(90, "100.4 F", .urgent), Case(90, "100.2 F", .none),
    Case(150, "102.2 F", .urgent), Case(90, "三十八度整", .urgent), Case(120, "三十八度九", .amber),
    Case(120, "三十九度", .urgent), Case(150, "38度5", .amber), Case(150, "39 độ", .urgent),
  ])
  func `of fever`(_ example: Case) {
    #expect(level(example) == example.level)
  }

  @Test(arguments: [
    Case(60, "睡着数了一分钟呼吸60次", .emergency), Case(60, "睡着数了一分钟呼吸59次", .none),
    Case(61, "睡着数了一分钟呼吸50次", .urgent), Case(61, "睡着数了一分钟呼吸49次", .none),
    Case(364, "睡着数了一分钟呼吸50次", .urgent), Case(364, "睡着数了一分钟呼吸49次", .none),
    Case(365, "睡着数了一分钟呼吸40次", .urgent), Case(365, "睡着数了一分钟呼吸39次", .none),
    Case(365, "睡着数了一分钟呼吸61次", .emergency), Case(1_827, "睡着数了一分钟呼吸40次", .none),
    Case(400, "血氧95", .urgent), Case(400, "血氧96", .none), Case(400, "血氧91", .emergency),
  ])
  func `of breathing`(_ example: Case) {
    #expect(level(example) == example.level)
  }

  @Test(arguments: [
    Case(90, "八个小时没尿", .urgent), Case(90, "七个小时没尿", .none),
    Case(91, "十一个小时没尿", .none), Case(91, "十二个小时没尿", .urgent),
    Case(400, "昨晚八点换过尿布，到今早九点一泡尿没有", .urgent),
    Case(400, "早上七点换的尿布，到下午三点还是干的", .none),
  ])
  func `of urine`(_ example: Case) {
    #expect(level(example) == example.level)
  }

  @Test(arguments: [
    Case(nil, "爱丁堡量表13分", .urgent), Case(nil, "爱丁堡量表12分", .none),
    Case(nil, "怀孕30周，血压160/90", .emergency), Case(nil, "怀孕30周，血压150/90", .none),
    Case(nil, "怀孕36周，宫缩每十分钟一次很规律", .urgent), Case(nil, "怀孕38周，宫缩每十分钟一次很规律", .none),
  ])
  func `of mothers`(_ example: Case) {
    #expect(level(example) == example.level)
  }

  @Test(arguments: [
    Case(nil, "再有一天满三个月，38.0度", .urgent), Case(nil, "三个月零一天，38.0度", .amber),
    Case(nil, "两个月差一天，腋下37.5", .urgent), Case(nil, "明天就半岁了，39度", .urgent),
    Case(nil, "今天满半岁，39度", .none), Case(nil, "11 weeks old, 38.1", .urgent),
    Case(nil, "四十天的宝宝38.2", .urgent), Case(nil, "俩月的娃38度1", .urgent),
    Case(nil, "3 months old tomorrow, 38.2", .urgent), Case(nil, "생후 2개월 38.2도", .urgent),
    Case(nil, "生後2か月、38.2度", .urgent), Case(nil, "bayi 2 bulan 38,2", .urgent),
    Case(nil, "一岁三个月吃饭吃多少，现在39度", .none), Case(nil, "一岁三个月发烧38.5度", .none),
    Case(nil, "三岁的娃连着五天发烧38.5度", .amber), Case(nil, "一岁三个月拉肚子两次", .none),
    Case(400, "宝宝拉肚子一个月了", .amber), Case(400, "diarrhoea for a month", .amber),
  ])
  func `of ages that are told`(_ example: Case) {
    #expect(level(example) == example.level)
  }

  private func level(_ example: Case) -> TriageLevel {
    Triage.assess(conversation: [example.text], childAgeDays: example.days).level
  }
}
