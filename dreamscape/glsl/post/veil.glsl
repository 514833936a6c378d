// veil: a soft dark over a window that keeps text on it readable; thinner where there is no text.
uniform vec2 window;     // px
uniform float reach;     // how far text reaches from the left, parts of the width
uniform float presence;  // 0 gone .. 1 here
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy / window;
    float written = 1.0 - smoothstep(reach, reach + 0.34, at.x);
    float edge = smoothstep(0.0, 0.10, at.y) * smoothstep(0.0, 0.10, 1.0 - at.y);
    float dark = mix(mix(0.30, 0.42, 1.0 - edge), mix(0.84, 0.80, edge), written);
    colour = vec4(vec3(0.010, 0.014, 0.030) * dark, dark) * presence;
}
