// Loneliness: the dreamer's own body in smoke, larger than the frame: its head bowed, its arms around itself; then it
// goes, and looks back. A signed distance to its outline comes from pictures baked by scripts/bake_loneliness.py; noise
// eats its fringe, the more the farther it has withdrawn; the light that it is turned to lies faintly on it.
// Cost: a texture tap and four octaves at a quarter of the resolution, about 1 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "perlin.glsl"
uniform float comes;
uniform float coming;
uniform float leaves;
uniform float leaving;
uniform vec3 place;    // in the noise
uniform vec3 stands;   // half heights of the picture: right of its middle and above it; the picture's height in heights
uniform float side;    // -1 left of the light, 1 right of it
uniform float spread;  // px that a fragment covers
uniform sampler2D someone;  // distance of who stands, its normal's x and y, distance of who goes
out vec4 colour;
const vec2 PICTURE = vec2(144.0, 208.0);  // px
const float STEPS = 5.0;  // of a distance in a px

void main() {
    vec2 q = (gl_FragCoord.xy * spread * frame.texel - 0.5) * vec2(frame.aspect, 1.0);
    float there = smoothstep(comes, comes + coming, frame.act_time);
    float gone = clamp((frame.act_time - leaves) / leaving, 0.0, 1.0);
    gone = gone * gone * (3.0 - 2.0 * gone);
    float out_ = 0.5 * frame.aspect + 0.62 * stands.z - abs(stands.x);
    vec2 p = (q - stands.xy - vec2(side * out_, -0.03) * gone) / stands.z;
    p.x *= -side;  // it is turned to the light
    float t = frame.time * 0.10;
    vec3 s = vec3(p * 3.0 + vec2(gone * 1.6, 0.0), t) + place;
    float big = perlin(s);
    float mid = perlin(s * 2.3 + vec3(0.7 * big, 0.4 * big, t));
    float fine = perlin(s * 5.3 + vec3(mid, -0.6 * mid, 2.0 * t));
    float finest = perlin(s * 11.0 + vec3(-fine, fine, 3.0 * t));
    float smoke = big * 0.9 + mid * 0.70 + fine * 0.50 + finest * 0.32;

    vec2 bent = p + vec2(0.012, 0.007) * (mid + 0.5 * fine) * (1.0 + 1.5 * gone);
    vec4 found = texture(someone, bent * PICTURE.y / PICTURE + 0.5);
    float turned = smoothstep(0.06, 0.34, gone + 0.05 * mid);  // from one gesture to the other
    float d = (128.0 - 255.0 * mix(found.r, found.a, turned)) / (STEPS * PICTURE.y);
    float back = smoothstep(0.10, -0.16, bent.x);  // smoke trails off behind it, and below; its face stays
    float low = smoothstep(-0.05, -0.42, bent.y);
    d += 2.0 * max(-0.42 - bent.y, 0.0);  // it has no feet
    d += smoke * (0.006 + 0.045 * back * (0.35 + low) + 0.05 * low + 0.10 * gone * gone);
    float body = smoothstep(0.012, -0.016, d);
    float veil = 0.50 * smoothstep(0.115 + 0.03 * smoke, -0.02, d);  // the dark air around it
    float cover = max(body * 0.97, veil) * there * (1.0 - 0.5 * smoothstep(0.45, 1.0, gone));

    vec2 facing = (found.gb * 255.0 - 128.0) / 127.0 * vec2(-side, 1.0);
    vec2 to_light = normalize(-q + 1e-4);
    float lit = clamp(dot(facing, to_light), 0.0, 1.0) * (1.0 - turned);
    float fringe = smoothstep(0.007, -0.003, d) * smoothstep(-0.014, -0.003, d);
    float faces = clamp(dot(bent * vec2(-side, 0.3) - vec2(0.0, 0.05), to_light) * 12.0, 0.0, 1.0);
    float cloud = clamp(0.5 + fine, 0.0, 1.0);
    float far = 1.0 / (1.0 + 2.2 * dot(q, q));  // the light is in the middle
    float high = smoothstep(-0.50, 0.05, bent.y);  // what it holds and where it looks; the hem is in the dark
    vec3 c = frame.shadow * 0.5 + frame.dominant * (0.008 + 0.012 * clamp(0.5 + mid, 0.0, 1.0)) * body;
    float grazed = lit * lit * (0.08 + 0.92 * lit * lit * lit);
    vec3 warm = mix(frame.counter, frame.light, 0.08);
    c += (frame.dominant * 0.02 + warm * 0.15) * grazed * body * (0.5 + 0.5 * cloud) * (0.25 + 0.75 * high) * far;
    c += frame.dominant * 0.20 * fringe * (1.0 - faces) * cloud * (1.0 - 0.8 * gone);
    c += warm * fringe * faces * (0.10 + 0.24 * cloud * cloud) * (0.3 + 0.7 * high) * far * (1.0 - turned);
    colour = sqrt(vec4(max(c, 0.0) * cover, cover));
}
