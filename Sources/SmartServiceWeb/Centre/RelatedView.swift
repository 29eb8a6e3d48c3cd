internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What stands around an entry, as pages show it.
enum RelatedView {
  /// Facts with their sources, further entries, goods with the reason; nothing where there are none.
  static func of(_ related: RelatedKnowledge, _ request: TenantRequest, withFacts: Bool = true)
    -> View?
  {
    guard !related.facts.isEmpty || !related.entries.isEmpty || !related.goods.isEmpty else {
      return nil
    }
    let hasShop = request.tenant.isEnabled(module: "storefront")
    let facts = withFacts ? related.facts : []
    return [
      "title": request.texts["service.related.title"],
      "entries": related.entries.map { entry -> View in
        [
          "name": entry.draft.question,
          "href": request.url("\(KnowledgeCentrePages.path)/\(entry.draft.slug)"),
        ]
      },
      "facts": facts.map { fact -> View in
        [
          "text": words(fact.relation, fact.from, fact.to, request.texts, request.locales),
          "source": fact.relation.source,
        ]
      },
      "goods": (hasShop ? related.goods : []).map { goods -> View in
        [
          "name": request.texts[
            "service.related.goods",
            ["name": goods.concept.name.text(in: request.locales)]
          ],
          "href": request.url("/products", ["category": goods.category]),
        ]
      },
    ]
  }

  /// The edges around an entry at the desk, with where each is known from.
  static func section(_ slug: String, _ graph: KnowledgeGraph, _ frame: DeskFrame) -> View? {
    let relations = graph.concepts(explainedBy: slug).flatMap { graph.relations(of: $0.code) }
    guard !relations.isEmpty else { return nil }
    let (texts, locales) = (frame.texts, frame.request.locales)
    return [
      "title": texts["service.related.desk"],
      "lines": relations.map { relation -> View in
        let name =
          if let from = graph.concepts[relation.from], let to = graph.concepts[relation.to] {
            words(relation, from, to, texts, locales)
          } else {
            ""
          }
        return ["name": name, "detail": relation.source, "amount": ""]
      },
    ]
  }

  private static func words(
    _ relation: ConceptRelation,
    _ from: Concept,
    _ to: Concept,
    _ texts: LocalTexts,
    _ locales: [LanguageTag]
  ) -> String {
    texts[
      "service.link.\(relation.link.rawValue)",
      ["from": from.name.text(in: locales), "to": to.name.text(in: locales)]
    ]
  }
}
