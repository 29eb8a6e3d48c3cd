internal import HTTPTypes

/// Holds the parameters of a request to the schemas of its route.
enum ParameterCheck {
  /// - Throws: 404 for a path of another shape; else a refusal that names all wrong parameters.
  static func check(
    _ route: Route,
    path: [String: String],
    query: RequestFields,
    headers: HTTPFields
  ) throws(WebRefusal) {
    var problems: [FieldProblem] = []
    for parameter in route.parameters {
      switch parameter.place {
      case .path:
        guard parameter.schema.problem(inText: path[parameter.name] ?? "") == nil else {
          throw WebRefusal(.notFound)
        }
      case .query:
        // An empty value of a page is a field of a form that nobody filled in.
        let values = query.all(parameter.name).filter { route.isAPI || !$0.isEmpty }
        problems += Self.problems(values, parameter)
      case .header:
        let values = HTTPField.Name(parameter.name).map { headers[values: $0] } ?? []
        problems += Self.problems(values, parameter)
      }
    }
    problems += unknown(route, query)
    guard problems.isEmpty else { throw .invalid(problems) }
  }

  /// A misspelt filter of the API must not answer with everything.
  ///
  /// Pages take what campaigns and
  /// messengers add to their addresses.
  private static func unknown(_ route: Route, _ query: RequestFields) -> [FieldProblem] {
    guard route.isAPI else { return [] }
    let known = Set(route.parameters.filter { $0.place == .query }.map(\.name) + ["lang"])
    return Set(query.names).subtracting(known).sorted().map {
      FieldProblem(
        .parameter($0),
        "is not known here; the document of the API names those that are"
      )
    }
  }

  private static func problems(_ values: [String], _ parameter: RouteParameter) -> [FieldProblem] {
    let place = FieldProblem.Place.parameter(parameter.name)
    guard !values.isEmpty else {
      return parameter.isRequired ? [FieldProblem(place, "is missing")] : []
    }
    if case .array(let element, let count) = parameter.schema.kind {
      guard values.count <= count.upperBound else {
        return [FieldProblem(place, "must not come more than \(count.upperBound) times")]
      }
      return values.compactMap { element.problem(inText: $0) }.prefix(1)
        .map { FieldProblem(place, $0) }
    }
    guard values.count == 1 else { return [FieldProblem(place, "must not come twice")] }
    return values.compactMap { parameter.schema.problem(inText: $0) }
      .map { FieldProblem(place, $0) }
  }
}
