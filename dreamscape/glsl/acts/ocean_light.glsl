// ocean_light: what holds for a whole picture of the ocean, passed on by the vertices: rasterisers on a CPU read that
// faster than uniforms. Vertex stage: set_ocean, which also sets gl_Position to a triangle that covers the target; it
// needs frame.glsl. Fragment stage: the way to what is seen, not normalised, and the rest. SURFACE, DAY: as in
// ocean.glsl. Cost: negligible.
#ifdef VERTEX_STAGE
uniform float chop;
uniform vec3 sea_place;
uniform float finer;    // rows of the sea for each of the picture
out vec3 way;
flat out float pixel;   // radians
flat out float now;     // s
flat out float choppy;  // the ripples

#ifdef SURFACE
uniform float swell_height;
uniform float foam;
uniform vec4 stacks[2];  // x, z, radius and height, m
flat out vec4 stands[2];
flat out vec3 eye_at, sea_at;
flat out float high;        // m, of the swell
flat out float loud;        // by how much sound raises it
flat out float foamy;

void set_parts() {
    stands[0] = stacks[0];
    stands[1] = stacks[1];
    eye_at = frame.eye;
    sea_at = sea_place;
    high = swell_height;
    loud = 1.0 + 0.22 * frame.heard_low;
    foamy = foam;
}
#else
uniform float narrower;  // how much narrower than what is drawn the first pass is
uniform float columns;   // of the first pass
uniform float lowest;    // px, the picture's row that is the first of what is drawn
uniform float shorter;   // rows of the near sea that the first pass leaves out, every other one
uniform float glow;
uniform float glitter;
uniform float seam_azimuth;
uniform float seam_lean;
flat out vec2 start;       // of the noise, m
flat out vec2 first_pass;  // texels a pixel across, 1 / size of the same in texels and pixels
flat out vec3 low;        // px: as lowest and as shorter; 1 / finer
flat out vec2 seam_at;     // its azimuth, and by how much light in the water leans with it
flat out vec3 sky_tint, rock_tint, deep_tint, far_tint, thin_tint, lit_tint, foam_tint, path_tint;

void set_parts() {
    start = frame.eye.xz + sea_place.xy;
    first_pass = vec2(1.0 / (narrower * columns), 1.0 / frame.resolution.y);
    low = vec3(lowest, shorter, 1.0 / finer);
    path_tint = frame.light * (glitter * 1.9);
#ifdef DAY
    seam_at = vec2(seam_azimuth, 0.0);
    sky_tint = frame.dominant * 1.1;
    rock_tint = frame.dominant * 0.35 + frame.light * 0.12;  // pale stone
    // sand and sun: seafoam where we look down into it, blue further out
    deep_tint = frame.other * 0.62 + frame.light * 0.04;
    far_tint = frame.dominant * 0.70;
    thin_tint = (frame.other * 0.55 + frame.light * 0.16) * (glow * (0.95 + 0.10 * frame.heart));
    lit_tint = vec3(0.0);
    foam_tint = frame.light * 0.86;
#else
    float lit = glow * (1.0 + 0.4 * frame.heard_low) * (0.95 + 0.18 * frame.heart);
    seam_at = vec2(seam_azimuth, 0.6 * seam_lean);
    sky_tint = frame.dominant * 1.8;
    rock_tint = frame.shadow * 0.6 + frame.other * 0.012;
    deep_tint = frame.dominant * 0.190 + frame.shadow * 0.3;
    far_tint = frame.dominant * 0.060 + frame.shadow * 0.3;
    thin_tint = (frame.other * 0.25 + frame.light * 0.06) * lit;
    lit_tint = frame.dominant * (1.5 * lit);
    foam_tint = frame.light * 0.15 + frame.dominant * 0.3;
#endif
}
#endif

void set_ocean() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
    way = frame.forward + frame.right * corner.x + frame.up * corner.y;
    pixel = frame.pixel / finer;
    now = frame.time;
    choppy = chop;
    set_parts();
    gl_Position = vec4(corner, 1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 way;
flat in float pixel, now, choppy;
#ifdef SURFACE
flat in vec4 stands[2];
flat in vec3 eye_at, sea_at;
flat in float high, loud, foamy;
#else
flat in vec2 start, seam_at;
flat in vec2 first_pass;
flat in vec3 low;
flat in vec3 sky_tint, rock_tint, deep_tint, far_tint, thin_tint, lit_tint, foam_tint, path_tint;
#endif
#endif
