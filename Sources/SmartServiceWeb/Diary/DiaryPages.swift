internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The diary of what is eaten in pregnancy: noted by day, compared by week with what is usual.
struct DiaryPages {
  static let path = "/service/pregnancy-diary"

  let service: ServiceDesk
  let shell: PageShell

  var routes: [Route] { [read, begin, note, erase] }

  private var read: Route {
    .read(Self.path, operation: "readPregnancyDiary", permission: .session) { request in
      try await page(request)
    }
  }

  private var begin: Route {
    write("begin", "beginPregnancyDiary") { request, session, transaction in
      guard request.form["agreed"] == "yes" else {
        throw ServiceRefusal(.diaryInvalid, ["field": "agreed"])
      }
      try await NutritionDiary.begin(
        due: try Self.day("due", request),
        for: session,
        today: Self.today(request),
        in: transaction
      )
    }
  }

  private var note: Route {
    write("days", "notePregnancyDay") { request, session, transaction in
      let references = try request.tenant.service.intakes
      var amounts: [String: Double] = [:]
      for item in Set(references.map(\.item)) {
        guard let text = request.form["amount-\(item)"] else { continue }
        guard let amount = Double(text.replacing(",", with: ".")), amount.isFinite else {
          throw ServiceRefusal(.diaryInvalid, ["field": .string(item)])
        }
        amounts[item] = amount
      }
      let day = IntakeDay(
        day: try Self.day("day", request),
        amounts: amounts,
        words: request.form["words"] ?? ""
      )
      try await NutritionDiary.note(
        day,
        for: session,
        today: Self.today(request),
        references: references,
        in: transaction
      )
    }
  }

  private var erase: Route {
    write("erasure", "erasePregnancyDiary") { _, session, transaction in
      try await NutritionDiary.erase(session, in: transaction)
    }
  }

  private func write(
    _ name: String,
    _ operation: String,
    _ change: @escaping @Sendable (TenantRequest, SessionID, TenantTransaction) async throws -> Void
  ) -> Route {
    let explained: Route.Recovery = { request, refusal in
      let isOurs = (refusal as? ServiceRefusal)?.code == .diaryInvalid
      guard isOurs || (refusal as? WebRefusal)?.code == .inputInvalid else { return nil }
      return try await page(
        request,
        notice: request.texts["service.diary.error"],
        status: .unprocessableContent
      )
    }
    return .write(
      .post,
      "\(Self.path)/\(name)",
      operation: operation,
      body: .form,
      idempotency: .natural,
      recovery: explained
    ) { request, transaction in
      let session = try await request.session(in: transaction).id
      try await change(request, session, transaction)
      return .redirect(to: request.url(Self.path))
    }
  }

  // MARK: The page

  private func page(
    _ request: TenantRequest,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let texts = request.texts
    let head = PageHead(
      name: "pregnancy-diary",
      title: texts["service.diary.title"],
      styles: [ServiceAssets.style]
    )
    var known: View?
    if let session = try await request.session()?.id,
      let due = try await request.scope.dueDay(of: session)
    {
      let days = try await request.scope.diaryDays(of: session)
      known = try begun(days, due, request)
    }
    let view: View = [
      "notice": notice, "formToken": request.formToken, "isNew": known == nil, "begun": known,
      "begin": request.url("\(Self.path)/begin"),
    ]
    return try await shell.page(
      request,
      head,
      "service/diary",
      ["diary": view],
      status: status
    ).personal
  }

  private func begun(_ days: [IntakeDay], _ due: CalendarDate, _ request: TenantRequest) throws
    -> View
  {
    let (texts, today) = (request.texts, Self.today(request))
    let references = try request.tenant.service.intakes
    let week = GestationalAge.week(on: today, due: due)
    var compared: [IntakeComparison] = []
    if let week {
      compared = IntakeRule.comparisons(days, inWeek: week, due: due, references)
    }
    var seen: Set<String> = []
    let items = references.filter { seen.insert($0.item).inserted }
    let recent = days.prefix(14)
    let isUnsigned = compared.contains { $0.reference.signedBy == nil }
    let fields = items.map { item -> View in
      ["item": item.item, "label": "\(item.name.text(in: request.locales)) (\(item.unit))"]
    }
    return [
      "formToken": request.formToken, "today": today.description,
      "note": request.url("\(Self.path)/days"), "erase": request.url("\(Self.path)/erasure"),
      "limit": "\(NutritionDiary.wordLimit)", "items": fields,
      "week": week.map { texts["service.diary.week", ["week": "\($0)"]] }
        ?? texts["service.diary.over"],
      "coming": week.flatMap { IntakeRule.coming(inWeek: $0, references) }
        .map { coming($0.week, $0.changes, request) },
      "lines": compared.map { line($0, request) }, "hasLines": !compared.isEmpty,
      "unsigned": isUnsigned ? texts["service.diary.unsigned"] : nil,
      "warnings": warnings(recent, request), "danger": danger(recent, due, request),
      "days": recent.map { Self.row($0, items, request) },
    ]
  }

  private static func row(_ day: IntakeDay, _ items: [ReferenceIntake], _ request: TenantRequest)
    -> View
  {
    let amounts = items.compactMap { item in
      day.amounts[item.item].map {
        "\(item.name.text(in: request.locales)) \(number($0)) \(item.unit)"
      }
    }
    return [
      "day": day.day.description,
      "text": (amounts + [day.words]).filter { !$0.isEmpty }.joined(separator: " · "),
    ]
  }

  /// What changes with the next third, before it begins.
  private func coming(_ week: Int, _ changes: [ReferenceIntake], _ request: TenantRequest) -> View {
    [
      "title": request.texts["service.diary.coming", ["week": "\(week)"]],
      "lines": changes.map { reference -> View in
        [
          "name": reference.name.text(in: request.locales),
          "amount": "\(Self.number(reference.amount)) \(reference.unit)",
          "source": source(of: reference, request.texts),
        ]
      },
    ]
  }

  private func source(of reference: ReferenceIntake, _ texts: LocalTexts) -> String {
    [
      reference.source,
      reference.signedBy.map { texts["service.diary.signed", ["name": $0]] }
        ?? texts["service.diary.notSigned"],
    ].joined(separator: " · ")
  }

  private func line(_ found: IntakeComparison, _ request: TenantRequest) -> View {
    let (texts, reference) = (request.texts, found.reference)
    return [
      "name": reference.name.text(in: request.locales),
      "mean": found.days == 0 ? "–" : "\(Self.number(found.mean)) \(reference.unit)",
      "usual": "\(Self.number(reference.amount)) \(reference.unit)",
      "verdict": texts[
        "service.diary.verdict.\(found.verdict.rawValue)",
        ["days": "\(found.days)", "wanted": "\(IntakeRule.daysWanted)"]
      ],
      "isShort": found.verdict == .short,
      "source": source(of: reference, texts),
    ]
  }

  /// Food that a guideline speaks against, with the days on which it was named.
  private func warnings(_ days: ArraySlice<IntakeDay>, _ request: TenantRequest) -> [View] {
    let found = days.flatMap { day in UnsafeFood.named(in: day.words).map { (day.day, $0) } }
    return UnsafeFood.all.compactMap { food in
      let named = found.filter { $0.1 == food }.map(\.0.description)
      guard !named.isEmpty else { return nil }
      return [
        "reason": food.reason.text(in: request.locales), "source": food.source,
        "days": named.joined(separator: " · "),
      ]
    }
  }

  /// What triage says of the words of the last days: a diary is no place to wait in.
  private func danger(
    _ days: ArraySlice<IntakeDay>,
    _ due: CalendarDate,
    _ request: TenantRequest
  ) -> String? {
    let talks = days.filter { !$0.words.isEmpty }.map { day in
      // Triage reads what a diary of a pregnancy need not say.
      ["怀孕\(GestationalAge.week(on: day.day, due: due) ?? 0)周", day.words]
    }
    return service.danger(in: talks, request)
  }

  // MARK: Values

  private static func today(_ request: TenantRequest) -> CalendarDate {
    CalendarDate(request.now, in: request.tenant.timeZone)
  }

  private static func day(_ name: String, _ request: TenantRequest) throws -> CalendarDate {
    let text = try request.form.required(name)
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      let found = CalendarDate(year: year, month: month, day: day)
    else { throw request.form.refusal(name, "is no day") }
    return found
  }

  private static func number(_ value: Double) -> String {
    let rounded = (value * 10).rounded() / 10
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
