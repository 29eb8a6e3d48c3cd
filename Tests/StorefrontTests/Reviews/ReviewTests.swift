import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Reviews", .tenantDatabase([StorefrontModule.module]))
struct ReviewTests {
  @Test func `only delivered goods are reviewed, once per line, and by nobody's full name`()
    async throws
  {
    let pair = try await shopPair()
    let open = try await pair.mine.placed([("SOAP-1", 1)])
    let early = try await refusal { try await pair.mine.write(5, open) }
    let placed = try await pair.mine.received([("SOAP-1", 2), ("TEE-80-R", 1)])
    let first = try await pair.mine.write(5, placed, "很好")
    let again = try await pair.mine.write(5, placed, "很好")
    let named = try await pair.mine.write(4, placed, "很好", initial: true)
    try await pair.mine.write(3, placed, code: "TEE-80-R")
    let unknown = try await refusal { try await pair.mine.write(5, placed, code: "X-1") }
    let wrong = try await refusal { try await pair.mine.write(6, placed) }
    let long = try await refusal {
      try await pair.mine.write(5, placed, String(repeating: "好", count: 1_001))
    }
    let foreign = try await refusal { try await pair.other.write(5, placed) }

    #expect(early?.code == .reviewTooEarly)
    #expect(first == again && first.displayName == "" && first.state == .published)
    #expect(named.id == first.id && named.displayName == "林**" && named.editedAt != nil)
    #expect(unknown?.code == .skuNotFound)
    #expect(wrong?.details["fields"] == ["rating"])
    #expect(long?.details["fields"] == ["text"])
    #expect(foreign?.code == .orderNotFound)
    #expect(try await pair.mine.scope.reviews(of: placed.order.id).map(\.rating) == [4, 3])
    #expect(try await pair.other.scope.review(first.id) == nil)
    #expect(try await pair.other.shown().summary == .none)
    try await pair.mine.expectSummaryToBeHonest()
  }

  @Test func `one line has one review, however many write at once`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let placed = try await tenant.received()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for rating in 1...5 {
        for _ in 0..<2 { group.addTask { try await tenant.write(rating, placed) } }
      }
      try await group.waitForAll()
    }
    #expect(try await tenant.scope.reviews(of: placed.order.id).count == 1)
    #expect(try await tenant.shown().summary.count == 1)
    try await tenant.expectSummaryToBeHonest()
  }

  @Test func `what is held is read by nobody until a person says yes`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.received()
    let held = try await pair.mine.write(5, placed, "加微信 13800138000")
    let before = try await pair.mine.shown()
    let rejected = try await pair.mine.decide(held, .reject)
    for _ in 0..<2 { try await pair.mine.decide(held, .reject) }
    let changed = try await pair.mine.write(5, placed, "包装很好")
    let again = try await pair.mine.write(5, placed, "包装很好，送货也快")
    for _ in 0..<2 { try await pair.mine.decide(held, .publish) }
    let after = try await pair.mine.shown()
    let late = try await refusal { try await pair.mine.decide(held, .reject) }
    try await pair.mine.decide(held, .hide)

    #expect(held.state == .pending && held.holds == [.phoneNumber, .contactAccount])
    #expect(before.items == [] && before.summary == .none)
    #expect(rejected.state == .rejected)
    for review in [changed, again] {
      #expect(review.state == .pending && review.holds == [.refusedBefore])
    }
    #expect(after.items.map(\.id) == [held.id] && after.summary.count == 1)
    #expect(late?.code == .reviewTransitionRefused)
    #expect(try await pair.mine.shown().summary.count == 0)
    let edit = try await refusal { try await pair.mine.write(1, placed) }
    #expect(edit?.code == .reviewTransitionRefused)
  }

  @Test func `a shop's own moderation takes the place of the default`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.received()
    let shop = Shop(
      ports: .init(moderateReview: { content, _, _ in
        content.rating < 3 ? [.other] : []
      })
    )
    let held = try await pair.mine.write(2, placed, "一般", shop: shop)
    #expect(held.state == .pending && held.holds == [.other])
    #expect(try await pair.mine.write(4, placed, "13800138000", shop: shop).state == .published)
  }

  @Test func `low ratings have two hours, are told of once, and an answer ends it`() async throws {
    let pair = try await shopPair()
    let low = try await pair.mine.received()
    let other = try await pair.mine.received()
    let high = try await pair.mine.received()
    let bad = try await pair.mine.write(2, low)
    let answered = try await pair.mine.write(1, other)
    let good = try await pair.mine.write(3, high)
    let reply = try await pair.mine.reply(answered, "抱歉，已补发")
    let same = try await pair.mine.reply(answered, "抱歉，已补发")
    var query = ReviewListQuery()
    query.onlyOverdue = true
    #expect(try await pair.mine.scope.reviews(query) == [])

    pair.mine.clock.advance(by: 2 * 3_600 + 1)
    for _ in 0..<2 { try await pair.mine.runJobs() }

    #expect(bad.dueAt?.timeIntervalSince(bad.writtenAt) == 7_200)
    #expect(good.dueAt == nil && reply.dueAt == nil && reply == same)
    #expect(try await pair.mine.events("storefront.review_overdue") == 1)
    #expect(try await pair.mine.scope.reviews(query).map(\.id) == [bad.id])
    #expect(try await pair.other.events("storefront.review_overdue") == 0)
    let late = try await pair.mine.reply(bad, "请联系我们")
    #expect(late.dueAt == nil && late.repliedAt != nil)
    #expect(try await pair.mine.scope.reviews(query) == [])
    let empty = try await refusal { try await pair.mine.reply(bad, " ") }
    #expect(empty?.details["fields"] == ["reply"])
  }

  @Test func `a review changes for a month and gets one addition in half a year`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.received()
    let review = try await pair.mine.write(4, placed)
    pair.mine.clock.advance(by: 31 * 86_400)
    let late = try await refusal { try await pair.mine.write(1, placed) }
    let picture = try await refusal { try await pair.mine.picture(review, photograph(), placed) }
    let added = try await pair.mine.followUp(review, "一个月后仍好用", placed)
    let again = try await pair.mine.followUp(review, "一个月后仍好用", placed)
    let second = try await refusal { try await pair.mine.followUp(review, "再补一句", placed) }
    let other = try await pair.mine.received()
    let held = try await pair.mine.write(5, other)
    let waiting = try await pair.mine.followUp(held, "包治百病", other)

    #expect(late?.code == .reviewTooLate && late?.details["last_day"] != nil)
    #expect(picture?.code == .reviewTooLate)
    #expect(added.followUp?.state == .published && added == again)
    #expect(second?.code == .reviewTransitionRefused)
    #expect(waiting.state == .published && waiting.followUp?.state == .pending)
    #expect(try await pair.mine.shown(.followUp).items.map(\.id) == [review.id])
    try await pair.mine.decide(held, .publish, of: .followUp)
    #expect(try await pair.mine.shown(.followUp).items.map(\.id) == [held.id, review.id])
    let none = try await pair.mine.received()
    pair.mine.clock.advance(by: 86_400)
    let late2 = try await pair.mine.write(5, none)
    pair.mine.clock.advance(by: 181 * 86_400)
    let tooLate = try await refusal { try await pair.mine.followUp(late2, "晚了", none) }
    #expect(tooLate?.code == .reviewTooLate)
    try await pair.mine.expectSummaryToBeHonest()
  }

  @Test func `six pictures show it, and the same one twice is flagged but stays`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.received()
    let review = try await pair.mine.write(5, placed)
    for index in 0..<6 {
      try await pair.mine.picture(review, photograph(UInt8(index)), placed)
    }
    let seventh = try await refusal {
      try await pair.mine.picture(review, photograph(6), placed)
    }
    let again = try await pair.mine.picture(review, photograph(5), placed)
    let drawing = try await refusal {
      try await pair.mine.picture(review, Array("<svg xmlns=\"x\"/>".utf8), placed)
    }
    let other = try await pair.mine.received()
    let copy = try await pair.mine.write(5, other, "另一个人说的话")
    let flagged = try await pair.mine.picture(copy, photograph(0), other)

    #expect(again.pictures.count == 6)
    #expect(seventh?.code == .reviewPictureInvalid && drawing?.code == .reviewPictureInvalid)
    #expect(flagged.signals.contains(.samePicture) && flagged.state == .published)
    var query = ReviewListQuery()
    query.onlyFlagged = true
    #expect(try await pair.mine.scope.reviews(query).map(\.id) == [copy.id])
    #expect(try await pair.mine.shown(.pictures).items.count == 2)
  }

  @Test func `deleting takes the words and pictures, and the count stays`() async throws {
    let pair = try await shopPair()
    let placed = try await pair.mine.received()
    let review = try await pair.mine.write(1, placed, "不好", initial: true)
    try await pair.mine.picture(review, photograph(), placed)
    try await pair.mine.followUp(review, "还是不好", placed)
    try await pair.mine.reply(review, "“不好”是哪里不好？")
    for _ in 0..<2 { try await pair.mine.erase(review, placed) }
    let shown = try await pair.mine.shown()

    #expect(shown.summary.histogram == [1, 0, 0, 0, 0])
    let left = try #require(shown.items.first)
    #expect(left.text == "" && left.displayName == "" && left.reply == "" && left.pictures == [])
    #expect(left.followUp?.text == "" && left.erasedAt != nil)
    let more = try await refusal { try await pair.mine.write(5, placed) }
    #expect(more?.code == .reviewTransitionRefused)
    let answer = try await refusal { try await pair.mine.reply(review, "？") }
    #expect(answer?.code == .reviewTransitionRefused)
    try await pair.mine.expectSummaryToBeHonest()
  }

  @Test func `pages of reviews have no gap and no repeat`() async throws {
    let pair = try await shopPair()
    try await pair.mine.restock(["SOAP-1": 50])
    var ids: [ReviewID] = []
    for rating in 1...5 {
      ids.append(try await pair.mine.write(rating, try await pair.mine.received()).id)
    }
    var seen: [ReviewID] = []
    var before: ReviewID?
    repeat {
      let page = try await pair.mine.shown(limit: 2, before: before)
      seen += page.items.map(\.id)
      before = page.next
    } while before != nil
    #expect(seen == ids.reversed())
    #expect(try await pair.mine.shown(.low).items.map(\.rating) == [2, 1])
    #expect(try await pair.mine.shown().summary.averageTenths == 30)
  }

  @Test(arguments: [3, 17]) func `after any history the summary is what the reviews add up to`(
    seed: UInt64
  ) async throws {
    var random = HistoryGenerator(seed: seed)
    let pair = try await shopPair()
    let tenant = pair.mine
    try await tenant.restock(["SOAP-1": 50])
    var orders: [PlacedOrder] = []
    for _ in 0..<4 { orders.append(try await tenant.received()) }
    for step in 0..<60 {
      let placed = try #require(orders.randomElement(using: &random))
      let found = try await tenant.scope.reviews(of: placed.order.id).first
      let kind = Int.random(in: 0..<8, using: &random)
      let rating = Int.random(in: 1...5, using: &random)
      _ = try await refusal {
        guard let found, kind > 1 else {
          try await tenant.write(rating, placed, kind == 0 ? "加微信" : "好 \(step)")
          return
        }
        switch kind {
        case 2: try await tenant.decide(found, .publish)
        case 3: try await tenant.decide(found, .hide)
        case 4: try await tenant.decide(found, .reject)
        case 5: try await tenant.picture(found, photograph(UInt8(step)), placed)
        case 6: try await tenant.followUp(found, "追评 \(step)", placed)
        default: if step % 5 == 0 { try await tenant.erase(found, placed) }
        }
      }
    }
    try await tenant.expectSummaryToBeHonest()
  }

  @Test func `experts stand apart and are never counted`() async throws {
    let pair = try await shopPair()
    func add(_ source: String, _ date: String = "2020-05-06", product: String = "soap")
      async throws -> ExpertID
    {
      try await pair.mine.transaction {
        try await Shop().addExpertEvaluation(
          ExpertForm(
            product: product,
            author: "李医生",
            credential: "儿科主任医师",
            text: "成分温和",
            source: source,
            date: try #require(CalendarDate(iso: date)),
            interest: .sample
          ),
          for: pair.mine.snapshot,
          by: .admin("ada"),
          in: $0
        )
      }
    }
    let id = try await add("https://journal.example/1")
    let wrong = try await refusal { _ = try await add("http://journal.example/1", "2999-01-01") }
    let unknown = try await refusal { _ = try await add("https://a.example/", product: "nothing") }
    let shown = try await pair.mine.shown()
    for _ in 0..<2 {
      try await pair.mine.transaction {
        try await Shop().removeExpertEvaluation(id, by: .admin("ada"), in: $0)
      }
    }
    let foreign = try await refusal {
      try await pair.other.transaction {
        try await Shop().removeExpertEvaluation(id, by: .admin("ada"), in: $0)
      }
    }

    #expect(wrong?.details["fields"] == ["source", "date"])
    #expect(unknown?.code == .productNotFound && foreign?.code == .expertNotFound)
    #expect(shown.experts.map(\.author) == ["李医生"] && shown.summary.count == 0)
    #expect(shown.experts.map(\.interest) == [.sample])
    #expect(try await pair.mine.shown().experts == [])
  }
}
