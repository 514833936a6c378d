// line: a line of light parts two leaves, which turn away from us, and what was behind them is there. The light between
// them falls on their edges and reaches into the dark. Cost: two fetches.
#include "passing.glsl"

#ifdef FRAGMENT_STAGE
void main() {
    vec2 at = across;
    float x = at.x - gate.x;
    float side = x < 0.0 ? -1.0 : 1.0;
    float open = during(0.0, 1.0);
    float reach = side < 0.0 ? gate.x : 1.0 - gate.x;  // from the line to the edge of the picture
    float gap = 1.04 * open * open;                    // of that, how far a leaf has withdrawn
    float away = abs(x) / reach;
    float u = (away - gap) / max(1.0 - gap, 0.02);     // 0 at a leaf's free edge .. 1 at its hinge
    float turned = open;
    u = u * (1.0 + turned * 0.8) / (1.0 + turned * 0.8 * u);  // nearer parts are larger: the hinge stays
    float lean = 1.0 + 0.35 * turned * (1.0 - clamp(u, 0.0, 1.0));  // the free edge is farther from us
    float own_reach = side < 0.0 ? gates.x : 1.0 - gates.x;
    vec2 on_leaf = vec2(gates.x + side * clamp(u, 0.0, 1.0) * own_reach, gates.y + (at.y - gate.y) * lean);
    vec4 b = leaving_at(clamp(on_leaf, 0.001, 0.999));
    float dim = 1.0 - 0.80 * turned * (1.0 - 0.3 * u);
    vec4 a = coming_near(at, 1.12 - 0.12 * open);
    float beyond = (away - gap) * reach * aspect;  // heights of the picture, outward from its free edge
    float edge = 1.3 * target_texel.y;
    beyond -= 3.0 * edge * open * open;
    float leaf = mix(1.0, smoothstep(-edge, edge, beyond), during(0.0, 0.03));
    float alive = during(0.0, 0.06) * (1.0 - during(0.70, 1.0));
    float width = 0.004 + 0.016 * turned;                // a leaf's own thickness, lit
    float thick = smoothstep(width + 2.0 * edge, width, beyond) * leaf;
    vec3 light = mix(accent, glow, 0.7);
    vec3 c = b.rgb * dim + light * alive * (0.26 * exp(-beyond * 26.0) + 0.022 * exp(-beyond * 5.0));
    c = mix(c, light * (0.55 - 0.30 * turned), thick * 0.8 * alive);
    vec3 burst = light * (1.0 - during(0.05, 0.45)) * during(0.0, 0.03) * 0.9;  // the line itself, at first
    colour = vec4(mix(a.rgb * during(0.02, 0.30) + burst, c, leaf), mix(a.a, b.a, leaf));
}
#endif
