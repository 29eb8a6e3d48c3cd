import SmartService
import Testing

private let passage = """
  满6个月开始添加辅食，母乳或配方奶继续喂。不建议在满4个月以前添加。先从含铁的泥糊开始，一次一种。但有严重湿疹的宝宝先问医生。\
  喘不上气或口唇发紫，立刻拨打120。
  """

@Suite("What a language model may say")
struct AnswerGuardTests {
  @Test(arguments: [
    "满6个月开始添加辅食，母乳或配方奶继续喂 [1]。不建议在满4个月以前添加 [1]。先从含铁的泥糊开始，一次一种 [1]。但有严重湿疹的宝宝先问医生 [1]。喘不上气或口唇发紫，立刻拨打120 [1]。",
    "您好，满6个月开始添加辅食，母乳或配方奶继续喂[1]。先从含铁的泥糊开始，一次一种[1]。但有严重湿疹的孩子先问医生[1]。另外，喘不上气或口唇发紫，马上拨打120[1]。",
    "先从含铁的泥糊开始，一次一种，但有严重湿疹的宝宝先问医生。请注意：喘不上气或口唇发紫，立刻拨打１２０[1]！",
  ])
  func `chosen sentences, words of the same meaning and joining words are served`(_ text: String) {
    #expect(AnswerGuard(source: passage).problem(of: text) == nil)
  }

  @Test(arguments: [
    (AnswerGuard.Problem.shape, ""),
    (.shape, String(repeating: "一次一种[1]。", count: 400)),
    (.shape, "先从含铁的泥糊开始💊[1]。"),
    (.shape, "先从含铁的\u{202E}泥糊开始[1]。"),
    (.citation, "先从含铁的泥糊开始，一次一种。"),
    (.citation, "先从含铁的泥糊开始，一次一种[2]。"),
    (.citation, "先从含铁的泥糊开始，一次一种[1][看这里]。"),
    (.unsupported, "满5个月开始添加辅食，母乳或配方奶继续喂[1]。"),
    (.unsupported, "满6周开始添加辅食，母乳或配方奶继续喂[1]。"),
    (.unsupported, "建议在满4个月以前添加[1]。"),
    (.unsupported, "满6个月开始添加辅食[1]。"),
    (.unsupported, "先从含铁的泥糊开始，一次两种[1]。"),
    (.unsupported, "先从含铁的泥糊开始，每天吃维生素D两滴，一次一种[1]。"),
    (.unsupported, "详见 https://evil.example [1]。"),
    (.unsupported, "喘不上气或口唇发紫，立刻拨打911[1]。"),
    (.unsupported, "Start solid food when the baby is ready [1]."),
    (.unsupported, "Put [1] after each sentence."),
    (.unsupported, "先从含铁的泥糊开始，一次一种[1]。先从含铁的泥糊开始，一次一种[1]。"),
    (.unsupported, "喘不上气或口唇发紫，立刻拨打120[1]。先从含铁的泥糊开始，一次一种[1]。"),
    (.torn, "但有严重湿疹的宝宝先问医生[1]。喘不上气或口唇发紫，立刻拨打120[1]。"),
    (.torn, "先从含铁的泥糊开始，一次一种[1]。喘不上气或口唇发紫，立刻拨打120[1]。"),
    (.warning, "满6个月开始添加辅食，母乳或配方奶继续喂[1]。"),
  ])
  func `everything else is refused`(_ problem: AnswerGuard.Problem, _ text: String) {
    #expect(AnswerGuard(source: passage).problem(of: text) == problem, "\(text)")
  }

  @Test func `numbers that stand side by side do not become another`() {
    let check = AnswerGuard(source: "每次 3, 5 分钟。")
    #expect(check.problem(of: "每次 3, 5 分钟[1]。") == nil)
    #expect(check.problem(of: "每次 35 分钟[1]。") == .unsupported)
  }
}
