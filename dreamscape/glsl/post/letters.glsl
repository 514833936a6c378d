// letters: a line of letters in one colour, from their coverage, the first row at the top.
uniform sampler2D cover;
uniform vec4 place;      // left, bottom, width, height, px of the window
uniform vec3 ink;        // R'G'B'
uniform float presence;  // 0 gone .. 1 here
out vec4 colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy - place.xy);
    float seen = texelFetch(cover, ivec2(at.x, int(place.w) - 1 - at.y), 0).r * presence;
    colour = vec4(ink * seen, seen);
}
