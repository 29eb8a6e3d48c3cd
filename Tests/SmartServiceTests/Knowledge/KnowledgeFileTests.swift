import SmartService
import Testing

@Suite("Files of knowledge")
struct KnowledgeFileTests {
  @Test func `a Markdown file says head, question, other ways to ask and answer`() throws {
    let text = """
      ---
      topic: feeding
      ages: 183..
      source: WHO
      ---
      # 加辅食后宝宝每天喝多少水？

      - 6个月以上怎么喂水

      少量喂白开水。

      不要用果汁代替。
      """
    let draft = try KnowledgeFile.draft(markdown: text, slug: "water")
    #expect(draft.similar == ["6个月以上怎么喂水"] && draft.minAgeDays == 183)
    #expect(draft.maxAgeDays == nil && draft.answer == "少量喂白开水。\n\n不要用果汁代替。")
  }

  @Test func `what is wrong names its line`() {
    let text = "---\nages: young\nsource: WHO\n---\n# Q\n\nA"
    let error = #expect(throws: KnowledgeFileError.self) {
      try KnowledgeFile.draft(markdown: text, slug: "q")
    }
    #expect(error?.line == 2)
    #expect(throws: KnowledgeFileError.self) { try KnowledgeFile.drafts(csv: Array("a,b\n".utf8)) }
  }

  @Test func `what is written as CSV is read as the same`() throws {
    let drafts = [
      KnowledgeDraft(
        slug: "a",
        question: "Q, \"q\"",
        similar: ["x", "y"],
        answer: "two\nlines",
        maxAgeDays: 364,
        source: "WHO"
      )
    ]
    #expect(try KnowledgeFile.drafts(csv: Array(KnowledgeFile.csv(drafts).utf8)) == drafts)
  }
}
