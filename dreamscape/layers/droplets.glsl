// Droplets: a clear ball on a card that faces the eye. It bends what lies behind it, upside down and the smaller the
// nearer to the rim, and mirrors the light above along the rim (Schlick); in its middle shines a memory. An open one
// is thin: its memory lies flat, and only its rim bends. `behind` is the picture so far, smaller.
// What holds for all of them comes from the vertices: rasterisers on a CPU read that faster than uniforms.
// Cost: about 8 ms for a third of a 1280x720 screen on two cores, mostly the memory's mipmapped tap.
#include "frame.glsl"
#include "touch.glsl"
#include "sine.glsl"
#include "depths.glsl"

#ifdef VERTEX_STAGE
uniform float azimuth;
uniform float bright;  // how bright the memories are
uniform sampler2D droplet_rows;  // x, y, z in m and radius; phase, presence
uniform int start;  // the row of the first
uniform float side;  // px of a memory
uniform float opened;
out vec2 at;          // -1.12 to 1.12 of the radius
flat out vec4 state;  // open 0 to 1, phase in turns, presence, level of the memory's mipmaps
flat out float felt;
flat out vec4 shaken;  // how far it is out of round, in four ways
flat out vec2 lean;    // cosine and sine of its memory's turn
flat out float sung;  // how much of the sound is its pitch class
flat out vec4 lens;   // its middle in the picture, 0 to 1, and its radius there
flat out vec3 low, level, high;  // the water's light, as of Waters
flat out vec3 window, gathered, lamp, warm, gleam;  // the light above, and as it is gathered; of spots, rim and sheen
flat out vec4 sun_clear;  // which way the light above is; how bright the memories are, how loud it is
flat out vec2 sways;      // how far the memory has swayed, radians

void main() {
    Waters seen = waters();
    low = seen.low;
    level = seen.middle;
    high = seen.high;
    window = frame.counter * 0.55 + frame.light * 0.30;
    gathered = (frame.counter * 0.34 + frame.light * 0.22) * (0.85 + 0.3 * frame.heart);
    lamp = frame.light;
    warm = frame.accent * 0.08;
    gleam = frame.counter * 0.5 + frame.light * 0.35;
    sun_clear = vec4(vec2(0.6 * azimuth, 1.0) * inversesqrt(1.0 + 0.36 * azimuth * azimuth), bright,
        1.0 + 2.2 * frame.heard_low);
    vec4 ball = texelFetch(droplet_rows, ivec2(0, start + gl_InstanceID), 0);
    vec4 more = texelFetch(droplet_rows, ivec2(1, start + gl_InstanceID), 0);
    at = (vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0) * 1.12;
    float size = ball.w * (0.35 + 0.65 * smoothstep(0.0, 1.0, more.y));
    vec3 corner = ball.xyz + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * size;
    sung = heard_pitch(int(fract(more.x) * 11.999));
    felt = touched ? felt_at(in_view(ball.xyz - frame.eye)) : 0.0;
    gl_Position = frame.view_projection * vec4(corner, 1.0);
    float drawn = 2.0 * size / (max(gl_Position.w, 0.2) * frame.pixel);  // px across
    vec4 middle = frame.view_projection * vec4(ball.xyz, 1.0);
    lens = vec4(0.5 + 0.5 * middle.xy / max(middle.w, 0.2), 0.5 * drawn * frame.texel);
    float turn = more.x * 6.2831853;
    state = vec4(smoothstep(0.25, 1.0, ball.w / opened), more.xy, max(log2(0.8 * side / drawn), 0.0));
    shaken = sin(frame.time * vec4(1.31, 1.07, 1.73, 1.49) + turn * vec4(1.0, 2.0, 3.0, 1.0));
    float by = (0.5 * (fract(more.x * 7.0) - 0.5) + 0.12 * sin(frame.time * 0.23 + turn))
        * (1.0 - smoothstep(0.0, 0.45, state.x));
    lean = vec2(cos(by), sin(by));
    sways = vec2(frame.time * 1.1 + turn, -frame.time * 0.9);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D memory;
uniform sampler2D behind;
in vec2 at;
flat in vec4 state;
flat in float felt;
flat in vec4 shaken;
flat in vec2 lean;
flat in float sung;
flat in vec4 lens;
flat in vec3 low, level, high, window, gathered, lamp, warm, gleam;
flat in vec4 sun_clear;
flat in vec2 sways;
out vec4 colour;

// 1 at 0, soft, near 0 from 1.5 on.
float bell(float x) {
    float k = 1.0 / (1.0 + x * x);
    return k * k * k;
}

// What lies behind, bent: a closed ball turns it over, the rim of an open one draws in what is beside it.
vec3 bent(vec2 n, float rho, float r2, float open) {
    float whole = -(1.15 + 2.3 * r2 * r2);
    float rim = (1.0 + 1.7 * max(1.0 - rho, 0.0)) / max(rho, 0.3);
    vec2 place = lens.xy + n * mix(whole, rim, smoothstep(0.1, 0.6, open)) * lens.zw;
    place = 1.0 - abs(1.0 - abs(place));  // beyond the picture's edge it is seen mirrored
    return textureLod(behind, place, 0.0).rgb;
}

// The memory: all of it in the middle of a closed ball, each turned, nearer or dimmer than the next.
vec3 remembered(vec2 n, float r2, float open) {
    float small = 1.0 - smoothstep(0.0, 0.45, open);
    vec3 pick = fract(state.y * vec3(7.0, 13.0, 29.0)) - 0.5;
    vec2 uv = mat2(lean.x, lean.y, -lean.y, lean.x) * n;
    uv *= mix((0.92 + 0.30 * r2) * (1.0 + 0.30 * pick.y), 0.80 + 0.16 * r2 * r2, open);
    uv += pick.zx * vec2(0.14, 0.06) * small;
    uv += 0.010 * vec2(sine(n.y * 5.0 + sways.x), sine(n.x * 6.0 + sways.y))
        * (1.0 - 0.6 * open);
    vec3 seen = textureLod(memory, 0.5 + 0.5 * uv, state.w).rgb;
    return seen * sun_clear.z * mix(1.0 + 0.5 * pick.z, 1.0, open);
}

// The light on the ball: the window above mirrored, and gathered below.
vec3 glints(float open, float rho, vec2 n, vec2 sun, float side) {
    float ring = bell((rho - 0.92) * mix(18.0, 44.0, open));
    float below = clamp(-side * 1.15 - 0.10, 0.0, 1.0);
    vec3 lit = gathered * (ring * below * below * below);
    vec2 spot = n - sun * mix(0.66, 0.86, open);
    vec2 across = vec2(dot(spot, vec2(sun.y, -sun.x)), dot(spot, sun));
    float curve = across.y + 0.55 * across.x * across.x;
    return lit + lamp * (bell(across.x * 2.9) * bell(curve * mix(11.0, 24.0, open)) * mix(0.55, 0.34, open));
}

void main() {
    float open = state.x;
    float far = dot(at, at) + 1e-4;
    vec2 second = vec2(at.x * at.x - at.y * at.y, 2.0 * at.x * at.y) / far;  // cos and sin of twice the angle
    vec2 third = vec2(second.x * at.x - second.y * at.y, second.y * at.x + second.x * at.y) * inversesqrt(far);
    float soft = 0.030 - 0.012 * open + 0.03 * open * (1.0 - open);
    soft *= sun_clear.w;
    float rim_at = 1.0 + soft * (dot(second, shaken.xy) + 0.55 * dot(third, shaken.zw));
    float rho = sqrt(far) / rim_at;
    float edge = clamp(0.5 + (1.0 - rho) / max(1.2 * fwidth(rho), 1e-4), 0.0, 1.0);
    if (edge <= 0.0) discard;
    float r2 = min(rho * rho, 1.0);
    vec2 n = at / rim_at;
    float height = sqrt(1.0 - r2);
    vec2 sun = sun_clear.xy;
    float side = dot(n, sun);

    vec3 water = bent(n, rho, r2, open);
    vec3 seen = remembered(n, r2, open);
    float within = 1.0 - smoothstep(mix(0.40, 0.80, open), mix(0.98, 1.0, open), rho);
#ifdef DAY
    // clear where a memory is dark: only its light is seen in so much of it
    float bright = clamp(2.6 * max(max(seen.r, seen.g), seen.b), 0.0, 1.0);
    within *= mix(0.85 * bright, 1.0, open);
    vec3 ball = mix(water * (0.82 + 0.18 * r2), 1.5 * seen + 0.10 * lamp, within);
#else
    vec3 ball = mix(water * (0.55 + 0.45 * r2), seen + water * (0.12 - 0.12 * open), within);
#endif
    float away = 1.0 - height;
    float fresnel = 0.02 + 0.98 * away * away * away * away * away;
    float above = clamp(0.5 + 0.62 * side, 0.0, 1.0);
    vec3 sky = depths_of(Waters(low, level, high), n.y) + window * (above * above * above);
    ball = mix(ball * (1.0 - 0.35 * away * away), sky, fresnel * mix(0.9, 0.7, open));
    vec3 light = glints(open, rho, n, sun, side);
    ball += light + warm * bell((rho - 0.955) * 34.0) * clamp(0.30 - side * 0.5, 0.0, 1.0);

    ball += (seen * within * 0.7 + light * 0.8 + gleam * (fresnel * 0.4)) * sung;
    if (touched) {  // its memory brightens, and the light in its rim
        ball += (seen * within * 0.9 + light * 0.8 + gleam * (fresnel * 0.6)) * felt;
    }
    colour = vec4(ball, 1.0) * (edge * state.z);
}
#endif
