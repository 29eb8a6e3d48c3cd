public import TenantStore

extension ServiceDesk {
  /// What parents may read of what is published and not due for review.
  ///
  /// - Parameters:
  ///   - browse: What they look for.
  ///   - languages: What the reader reads, as BCP 47 tags, the best first; two are never mixed.
  ///   - querying: Whose knowledge it is.
  /// - Returns: The topics and the entries, by question where nothing is searched.
  /// - Throws: What the database refuses.
  public func centre(
    _ browse: KnowledgeBrowse,
    in languages: [String],
    from querying: some TenantQuerying
  ) async throws -> KnowledgeCentre {
    let volume = try await shelf.volume(from: querying, embed: ports.embed)
    guard let language = volume.languages(preferred: languages).first,
      let section = volume.sections[language]
    else { return KnowledgeCentre(language: nil, topics: [], entries: []) }
    let ofStage = section.index.documents.compactMap { volume.entries[$0.slug] }
      .filter { browse.stage?.holds($0) ?? true }
    let topics = Dictionary(grouping: ofStage.filter { !$0.draft.topic.isEmpty }, by: \.draft.topic)
      .map { KnowledgeCentre.Topic(name: $0.key, count: $0.value.count) }
      .sorted { ($0.count, $1.name) > ($1.count, $0.name) }
    let wanted = ofStage.filter { browse.topic == nil || $0.draft.topic == browse.topic }
    return KnowledgeCentre(
      language: language,
      topics: topics,
      entries: browse.text.isEmpty
        ? wanted.sorted { $0.draft.slug < $1.draft.slug }
        : Self.found(browse.text, among: wanted, in: section)
    )
  }

  /// An entry that parents may read.
  ///
  /// - Parameters:
  ///   - slug: Its short name.
  ///   - querying: Whose knowledge it is.
  /// - Returns: The version that is answered with; nothing where none is.
  /// - Throws: What the database refuses.
  public func readableEntry(_ slug: String, from querying: some TenantQuerying) async throws
    -> KnowledgeEntry?
  {
    try await shelf.volume(from: querying, embed: ports.embed).entries[slug]
  }

  private static func found(
    _ text: String,
    among entries: [KnowledgeEntry],
    in section: KnowledgeVolume.Section
  ) -> [KnowledgeEntry] {
    let wanted = Dictionary(
      entries.map { ($0.draft.slug, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return section.index.ranked(SearchTerms(text, .shared), age: nil, limit: 1_000)
      .compactMap { wanted[$0.document.slug] }.prefix(20).map { $0 }
  }
}
