import Foundation
import Synchronization

/// How long a parent waits for an answer.
enum AnswerFigures {
  static let all = [
    Figure(
      name: "service.answer.p95Milliseconds",
      what: "from a question to its answer over HTTP, 50 at once, 20 tenants of 2,000 entries",
      unit: "ms",
      bounds: .value(atMost: 80, floor: 300),
      measure: { stage in try await answers(stage, share: 0.95) }
    ),
    Figure(
      name: "service.answer.p99Milliseconds",
      what: "the same, the slowest of a hundred",
      unit: "ms",
      bounds: .value(atMost: 200, floor: 1_000),
      measure: { stage in try await answers(stage, share: 0.99) }
    ),
    Figure(
      name: "service.stalledModel.milliseconds",
      what: "from asking a language model that says nothing to the entry's own words, slowest of 5",
      unit: "ms",
      bounds: .value(atMost: 3_000, floor: 5_000),
      measure: stalledModel
    ),
    Figure(
      name: "service.restart.seconds",
      what:
        "from starting a gateway on the data of 20 tenants of 2,000 entries to an answer of each",
      unit: "s",
      bounds: .value(atMost: 10, floor: 20),
      measure: restart
    ),
  ]

  private final class Tally: Sendable {
    private let kept = Mutex<(latencies: [Double], answered: Int)>(([], 0))

    func add(_ latencies: [Double], answered: Int) {
      kept.withLock { kept in
        kept.latencies += latencies
        kept.answered += answered
      }
    }

    var all: (latencies: [Double], answered: Int) { kept.withLock { $0 } }
  }

  private static func answers(_ stage: Stage, share: Double) async throws -> Outcome {
    let house = try await stage.serviceHouse()
    let entries = stage.isShort ? 100 : ServiceKnowledge.count
    var answered: [Double] = []
    let windows = try await stage.plan.repeated { seconds in
      let tally = Tally()
      let clock = ContinuousClock()
      let end = clock.now + .seconds(seconds)
      _ = try await Crowd.together(50) { number in
        let host = house.hosts[number % house.hosts.count]
        let visitor = Visitor(port: house.server.port, host: host)
        var random = QuickRandom(seed: UInt64(number + 1))
        var (latencies, good, asked) = ([] as [Double], 0, 0)
        while clock.now < end {
          // Three questions make a talk.
          if asked.isMultiple(of: 3) { visitor.forgetSession() }
          let question = ServiceKnowledge.question(Int.random(in: 0..<entries, using: &random))
          let begin = clock.now
          let reply = try Talk.say(question, by: visitor)
          latencies.append((clock.now - begin) / .milliseconds(1))
          let last = try Talk.State(reply).messages.last
          guard last?.author == "bot" else {
            throw Visitor.Failure(description: "no answer to \(question)")
          }
          good += last?.answer?.action == "answer" ? 1 : 0
          asked += 1
        }
        tally.add(latencies, answered: good)
        return asked
      }
      let all = tally.all
      answered.append(Double(all.answered) / Double(max(1, all.latencies.count)))
      return (latencies: all.latencies, seconds: seconds)
    }
    let memory = ProcessEntry.residentMegabytes(of: house.server.process)
    return Outcome(
      values: windows.map { $0.latencies.percentile(share) },
      details: [
        "p50Milliseconds": windows.map { $0.latencies.percentile(0.5) }.median,
        "perSecond": windows.map { Double($0.latencies.count) / Double($0.seconds) }.median,
        "answeredShare": answered.median, "gatewayMegabytes": memory,
      ],
      note: "words and rules; no model of sentences, no language model"
    )
  }

  /// Five, because after as many failures in a row a host rests and is not asked at all.
  private static func stalledModel(_ stage: Stage) async throws -> Outcome {
    let house = try await stage.serviceHouse()
    let clock = ContinuousClock()
    var (waits, answers) = ([] as [Double], [] as [Double])
    for number in 0..<(stage.isShort ? 1 : 5) {
      let visitor = Visitor(port: house.server.port, host: house.stalledHost)
      let asked = clock.now
      let answer = try Talk.State(Talk.say(ServiceKnowledge.question(number), by: visitor))
      answers.append((clock.now - asked) / .milliseconds(1))
      guard let own = answer.messages.last, own.answer?.action == "answer" else {
        throw Visitor.Failure(description: "no entry answers \(ServiceKnowledge.question(number))")
      }
      let begin = clock.now
      let fallback = try Talk.State(Talk.reword(by: visitor))
      waits.append((clock.now - begin) / .milliseconds(1))
      guard fallback.messages.last?.text == own.text else {
        throw Visitor.Failure(description: "the entry's own words went away")
      }
    }
    return Outcome(
      values: [waits.max() ?? 0],
      details: ["leastMilliseconds": waits.min() ?? 0, "entryMilliseconds": answers.max() ?? 0],
      note: "the entry stands on the page before; entryMilliseconds is the slowest of those"
    )
  }
}

extension AnswerFigures {
  /// A second gateway on the same data begins as one does that was killed: it knows no entry.
  private static func restart(_ stage: Stage) async throws -> Outcome {
    let house = try await stage.serviceHouse()
    let clock = ContinuousClock()
    let begin = clock.now
    let server = try await house.server.another()
    let ready = clock.now - begin
    do {
      for host in house.hosts {
        let visitor = Visitor(port: server.port, host: host)
        let state = try Talk.State(Talk.say(ServiceKnowledge.question(0), by: visitor))
        guard state.messages.last?.answer?.action == "answer" else {
          throw Visitor.Failure(description: "\(host) does not answer")
        }
      }
      let all = clock.now - begin
      await server.end()
      return Outcome(
        values: [all / .seconds(1)],
        details: ["readySeconds": ready / .seconds(1)],
        note: "one after the other; the index of a merchant is made by the first question"
      )
    } catch {
      await server.end()
      throw error
    }
  }
}

extension ProcessEntry {
  /// What of a process is in memory, in megabytes.
  static func residentMegabytes(of process: Int) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
  }
}
