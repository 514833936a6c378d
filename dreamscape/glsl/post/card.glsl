// card: a small picture with round corners and a rim of light, the first row at the top.
uniform sampler2D image;
uniform vec4 place;      // left, bottom, width, height, px of the window
uniform float radius;    // px, of the corners
uniform float light;     // 0 black .. 1 as it is
uniform vec3 ink;        // R'G'B' of the rim
uniform float rim;       // 0 none .. 1 bright
uniform float thick;     // px, of the rim
uniform float presence;  // 0 gone .. 1 here
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy - place.xy;
    vec2 from = abs(at - 0.5 * place.zw) - 0.5 * place.zw + radius;
    float away = length(max(from, 0.0)) + min(max(from.x, from.y), 0.0) - radius;
    float inside = clamp(0.5 - away, 0.0, 1.0);
    vec3 seen = texelFetch(image, ivec2(at.x, place.w - at.y), 0).rgb * light;
    float line = rim * clamp(away + thick + 0.5, 0.0, 1.0);
    colour = vec4(mix(seen, ink, line), 1.0) * (inside * presence);
}
