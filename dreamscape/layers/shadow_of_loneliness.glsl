// Loneliness, in picture heights from the middle: head, shoulders and a cloak in smoke, bowed, larger than the frame.
// Its fringe is eaten by noise, the more the farther it has withdrawn; the lights it hides edge it with a little
// gold. Cost: four octaves at a quarter of the resolution, about 1 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "perlin.glsl"
#include "shapes.glsl"
uniform float comes;
uniform float leaves;
uniform float leaving;
uniform vec3 place;
uniform float spread;  // px that a fragment covers
out vec4 colour;

float someone(vec2 p) {
    float head = length((p - vec2(0.085, 0.235)) * vec2(1.14, 1.0)) - 0.098;
    float nape = capsule(p, vec2(0.0, 0.04), vec2(0.065, 0.20), 0.110, 0.072);
    float back = capsule(p, vec2(-0.075, 0.0), vec2(0.055, -0.03), 0.125, 0.090);
    float cloak = capsule(p, vec2(-0.03, -0.04), vec2(-0.10, -0.70), 0.18, 0.42);
    return fillet(fillet(fillet(back, cloak, 0.16), nape, 0.08), head, 0.05);
}

void main() {
    vec2 q = (gl_FragCoord.xy * spread * frame.texel - 0.5) * vec2(frame.aspect, 1.0);
    float there = smoothstep(comes, comes + 5.0, frame.act_time);
    float gone = clamp((frame.act_time - leaves) / leaving, 0.0, 1.0);
    gone = gone * gone * (3.0 - 2.0 * gone);
    vec2 stands = vec2(mix(-0.36, -0.5 * frame.aspect - 0.95, gone), -0.02 - 0.05 * gone);
    vec2 p = (q - stands) / 1.18;
    float t = frame.time * 0.10;
    vec2 pull = vec2(gone * 1.6, 0.0);
    vec3 s = vec3(p * 2.4 + pull, t) + place;
    float big = perlin(s);
    float mid = perlin(s * 2.3 + vec3(0.7 * big, 0.4 * big, t));
    float fine = perlin(s * 5.3 + vec3(mid, -0.6 * mid, 2.0 * t));
    float finest = perlin(s * 11.0 + vec3(-fine, fine, 3.0 * t));
    float ragged = 0.070 + 0.17 * gone;
    float smoke = big * 0.9 + mid * 0.70 + fine * 0.50 + finest * 0.32;
    float d = someone(p + vec2(0.02 * mid, 0.012 * big))
        + smoke * ragged * smoothstep(-0.30, 0.05, p.x + 0.35 * p.y + 0.45);
    float trail = smoothstep(0.0, 0.30, -d + 0.10 + 0.10 * smoke);
    float body = smoothstep(0.030, -0.045, d);
    float veil = 0.42 * smoothstep(0.42 + 0.1 * smoke, -0.02, d);  // the dark air around it
    float cover = clamp(max(body * 0.97, veil), 0.0, 1.0) * there * (1.0 - 0.35 * smoothstep(0.75, 1.0, gone));

    float fringe = smoothstep(0.045, 0.0, d) * smoothstep(-0.05, -0.005, d);
    vec2 to_light = normalize(-q + 1e-4);
    vec2 off = p - vec2(0.0, -0.05);
    float faces = clamp(dot(off, to_light) * inversesqrt(dot(off, off) + 1e-4), 0.0, 1.0);
    vec3 c = frame.shadow * 0.6 + frame.dominant * (0.020 + 0.030 * clamp(0.5 + mid, 0.0, 1.0)) * trail * body;
    c += frame.dominant * 0.42 * fringe * (0.35 + 0.5 * clamp(0.5 + fine, 0.0, 1.0));
    float embers = clamp(fine * 1.6 + finest * 1.2, 0.0, 1.0);
    c += frame.counter * fringe * faces * faces * (0.03 + 0.34 * embers * embers) * (1.0 - 0.7 * gone)
        * smoothstep(leaves - 4.0, leaves + 2.0, frame.act_time);
    colour = vec4(c * cover, cover);
}
