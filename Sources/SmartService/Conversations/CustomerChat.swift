public import Foundation
public import TenantStore

/// What the service says by itself beside the words of its entries, in the customer's language.
public struct ChatWords: Sendable {
  /// Asks for the child's age.
  public var askAge: String
  /// Asks which of some questions was meant.
  public var askWhich: String
  /// Asks what was said aloud.
  public var askHeard: String
  /// Says that nothing here answers it.
  public var unknown: String
  /// Says that no order was found.
  public var noOrders: String
  /// Says where orders stand.
  public var orders: @Sendable ([OrderStanding]) -> String
  /// Says that a person answers, and by when; nothing when nobody works within a year.
  public var person: @Sendable (HandOffReason, Date?) -> String

  /// Gives all words.
  public init(
    askAge: String,
    askWhich: String,
    askHeard: String,
    unknown: String,
    noOrders: String,
    orders: @escaping @Sendable ([OrderStanding]) -> String,
    person: @escaping @Sendable (HandOffReason, Date?) -> String
  ) {
    self.askAge = askAge
    self.askWhich = askWhich
    self.askHeard = askHeard
    self.unknown = unknown
    self.noOrders = noOrders
    self.orders = orders
    self.person = person
  }
}

/// Takes what a customer writes: triage, then an answer, the customer's order or a person, all in the
/// transaction that keeps the message.
public struct CustomerChat: Sendable {
  /// Who writes, and how.
  public struct Customer: Sendable {
    /// Whose talk it is.
    public let session: SessionID
    /// The language of the page, as a BCP 47 tag.
    public let locale: String
    /// ISO 3166-1 code of the market, for telephone numbers.
    public let country: String
    /// The age of the child in days, where there is one child whose age may be used.
    public let childAgeDays: Int?
    /// By which way the customer writes.
    public let channel: ChatChannel

    /// Names a customer.
    public init(
      session: SessionID,
      locale: String,
      country: String,
      childAgeDays: Int? = nil,
      channel: ChatChannel = .page
    ) {
      self.session = session
      self.locale = locale
      self.country = country
      self.childAgeDays = childAgeDays
      self.channel = channel
    }
  }

  private let service: ServiceDesk
  private let talks: ConversationDesk
  private let orders: OrderLookup
  private let answerMilliseconds: Int

  /// Joins what answers with what carries talks.
  ///
  /// - Parameters:
  ///   - service: What answers.
  ///   - talks: What carries talks.
  ///   - orders: Where the customer's own orders are looked up.
  ///   - answerMilliseconds: How long an answer may take before the merchant hears of it.
  public init(
    service: ServiceDesk,
    talks: ConversationDesk,
    orders: OrderLookup = .none,
    answerMilliseconds: Int = SmartServiceSettings.usualAnswerMilliseconds
  ) {
    self.service = service
    self.talks = talks
    self.orders = orders
    self.answerMilliseconds = answerMilliseconds
  }

  /// Takes a message and answers it, unless a person does.
  ///
  /// Danger is told of at once, also to whoever already waits for a person, and once for each rule.
  ///
  /// - Parameters:
  ///   - text: What was written, or most likely said.
  ///   - heard: What else may have been said, where it was said aloud.
  ///   - customer: Who writes.
  ///   - transaction: Where it happens.
  ///   - words: What the service says by itself.
  /// - Throws: ``ConversationRefusal`` with the code `message_invalid`.
  public func say(
    _ text: String,
    heard: SpokenMessage? = nil,
    by customer: Customer,
    in transaction: TenantTransaction,
    words: ChatWords
  ) async throws {
    let watch = AnswerWatch(
      channel: heard == nil ? customer.channel : .voice,
      budget: answerMilliseconds
    )
    let talk = try await talks.write(
      text,
      session: customer.session,
      locale: customer.locale,
      in: transaction
    )
    var question = try await question(of: talk.id, by: customer, in: transaction)
    question.heard = heard
    let answer = try await service.answer(question, from: transaction)
    if let reason = answer.handOff {
      guard talk.state == .bot || reason == .redFlag else { return }
      let payload = watch.noted(ChatPayload(answer))
      try await handOff(talk.id, reason, answer, payload, in: transaction, words: words)
    } else if talk.state == .bot {
      try await reply(answer, to: talk, by: customer, watch, in: transaction, words: words)
    }
    try await tellIfLate(watch, talk.id, in: transaction)
  }

  /// Lets others know of an answer that took longer than the merchant allows.
  private func tellIfLate(
    _ watch: AnswerWatch,
    _ talk: ConversationID,
    in transaction: TenantTransaction
  ) async throws {
    let took = watch.took
    guard took > watch.budget else { return }
    try await transaction.emit(
      "service.answer_late",
      [
        "conversation": .string(talk.description), "milliseconds": .integer(Int64(took)),
        "channel": .string(watch.channel.rawValue),
      ]
    )
  }

  /// Shows a picture to a person: nothing here looks at what is on it.
  ///
  /// What is written with it is read for danger like every message; the service answers nothing.
  /// - Throws: ``ConversationRefusal`` with the code `message_invalid` or `pictures_full`.
  public func show(
    _ picture: Picture,
    saying text: String,
    by customer: Customer,
    in transaction: TenantTransaction,
    words: ChatWords
  ) async throws {
    let talk = try await talks.write(
      text,
      session: customer.session,
      locale: customer.locale,
      in: transaction
    )
    guard try await transaction.pictureCount(of: talk.id) < Picture.countLimit else {
      throw ConversationRefusal(
        .picturesFull,
        details: ["limit": .integer(Int64(Picture.countLimit))]
      )
    }
    try await transaction.insertPicture(picture, at: talk.messageCount, of: talk.id)
    let answer = try await service.answer(
      try await question(of: talk.id, by: customer, in: transaction),
      from: transaction
    )
    if answer.handOff == .redFlag {
      let payload = ChatPayload(answer).json
      try await handOff(talk.id, .redFlag, answer, payload, in: transaction, words: words)
    } else {
      // Danger of which was told before is not told again.
      let flag = answer.redFlag
      try await talks.handOff(
        talk.id,
        .picture,
        payload: flag.level < .urgent ? ChatPayload(flag).json : .null,
        in: transaction
      ) { words.person(.picture, $0) }
    }
  }

  private func question(
    of talk: ConversationID,
    by customer: Customer,
    in transaction: TenantTransaction
  ) async throws -> ServiceQuestion {
    let messages = try await transaction.messages(of: talk)
    var question = ServiceQuestion(
      turns: ServiceQuestion.newest(messages.filter { $0.author == .customer }.map(\.text)),
      childAgeDays: customer.childAgeDays,
      languages: [customer.locale],
      country: customer.country
    )
    question.toldRules = Set(messages.compactMap { ChatPayload($0.payload)?.rule })
    return question
  }

  /// Asks for a person.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `message_invalid`, when there is no talk yet.
  public func askPerson(
    saying text: String,
    by customer: Customer,
    in transaction: TenantTransaction,
    words: ChatWords
  ) async throws {
    if let open = try await transaction.conversation(of: customer.session), open.state != .resolved,
      open.state != .bot
    {
      return
    }
    let talk = try await talks.write(
      text,
      session: customer.session,
      locale: customer.locale,
      in: transaction
    )
    try await talks.handOff(talk.id, .asked, in: transaction) { words.person(.asked, $0) }
  }

  /// Asks one of the merchant's experts; people see whom it is for, and triage comes first as always.
  ///
  /// - Throws: ``ConversationRefusal`` with the code `message_invalid`.
  public func ask(
    _ expert: ExpertSettings,
    _ text: String,
    by customer: Customer,
    in transaction: TenantTransaction,
    words: ChatWords
  ) async throws {
    try await say(text, by: customer, in: transaction, words: words)
    guard let talk = try await transaction.conversation(of: customer.session) else { return }
    // Danger may have called a person already; then it waits for one once.
    let name = expert.name.text(in: [LanguageTag(rawValue: customer.locale)].compactMap(\.self))
    try await talks.handOff(
      talk.id,
      .asked,
      facts: [("expert", "\(name) (\(expert.code))")],
      in: transaction
    ) { words.person(.asked, $0) }
  }

  private func handOff(
    _ talk: ConversationID,
    _ reason: HandOffReason,
    _ answer: ServiceAnswer,
    _ payload: JSONValue,
    in transaction: TenantTransaction,
    words: ChatWords
  ) async throws {
    var facts: [(String, String)] = []
    if let rule = answer.redFlag.ruleID {
      facts.append((answer.redFlag.level.rawValue, rule))
    }
    try await talks.handOff(
      talk,
      reason,
      facts: facts,
      payload: payload,
      in: transaction
    ) { due in
      let notice = words.person(reason, due)
      return reason == .redFlag ? answer.redFlag.action + "\n\n" + notice : notice
    }
  }

  private func reply(
    _ answer: ServiceAnswer,
    to talk: Conversation,
    by customer: Customer,
    _ watch: AnswerWatch,
    in transaction: TenantTransaction,
    words: ChatWords
  ) async throws {
    let text: String
    switch answer.action {
    case .answer: text = answer.text
    case .clarify:
      text =
        answer.asksHeard ? words.askHeard : answer.asksAge ? words.askAge : words.askWhich
    case .business:
      let found = try await orders.find(customer.session, transaction)
      text = found.isEmpty ? words.noOrders : words.orders(found)
    default: text = words.unknown
    }
    _ = try await talks.answer(
      text,
      payload: watch.noted(ChatPayload(answer)),
      to: talk.id,
      after: talk.messageCount,
      in: transaction
    )
  }
}
