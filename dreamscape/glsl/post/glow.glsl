// glow: a line of light, a disc or a bar with round ends, with a soft halo around it.
uniform vec4 place;      // left, bottom, width, height of the core, px of the window
uniform float halo;      // px that the halo reaches
uniform vec3 ink;        // R'G'B'
uniform float presence;  // 0 gone .. 1 here
out vec4 colour;

void main() {
    vec2 half_size = 0.5 * place.zw;
    float radius = min(half_size.x, half_size.y);
    vec2 from = abs(gl_FragCoord.xy - place.xy - half_size) - half_size + radius;
    float away = length(max(from, 0.0)) + min(max(from.x, from.y), 0.0) - radius;
    float core = clamp(0.5 - away, 0.0, 1.0);
    float around = halo > 0.0 ? exp(-3.0 * max(away, 0.0) / halo) * clamp(1.0 - away / halo, 0.0, 1.0) * 0.35 : 0.0;
    float seen = max(core, around) * presence;
    colour = vec4(ink * seen, seen);
}
