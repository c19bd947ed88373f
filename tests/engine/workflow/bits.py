"""Small pieces of diagrams that several tests draw."""

OUTCOME = '<bagyt:outcome id="approve"/>'


def timer(text: str, name: str = "timeDuration") -> str:
    held = f"<bpmn:timerEventDefinition><bpmn:{name}>{text}</bpmn:{name}></bpmn:timerEventDefinition>"
    return f'<bpmn:intermediateCatchEvent id="x">{held}</bpmn:intermediateCatchEvent>'
