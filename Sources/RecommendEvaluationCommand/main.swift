import RecommendEvaluation

await RecommendEvaluationTool.run()
