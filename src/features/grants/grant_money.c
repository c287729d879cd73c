#include "features/grants/grant_money.h"

#include "base/error.h"

/* Remainders are below the sum of the weights; 128 bits hold cents times cents. */
static __int128 remainder_of(int64_t total, int64_t weight, int64_t sum)
{
	return (__int128)total * weight % sum;
}

/* Whether the remainder at i gets its cent before that at j. */
static int before(int64_t total, const int64_t *weights, int64_t sum, size_t i, size_t j)
{
	__int128 a = remainder_of(total, weights[i], sum), b = remainder_of(total, weights[j], sum);
	return a > b || (a == b && i < j);
}

static size_t rank_of(int64_t total, const int64_t *weights, size_t n, int64_t sum, size_t i)
{
	size_t rank = 0;
	for (size_t j = 0; j < n; j++)
		rank += j != i && before(total, weights, sum, j, i);
	return rank;
}

void grant_shares(int64_t total, const int64_t *weights, size_t n, int64_t *ret)
{
	int64_t sum = 0, given = 0;
	ASSERT(total >= 0 && (n || !total));
	for (size_t i = 0; i < n; i++) {
		ASSERT(weights[i] >= 0);
		sum += weights[i];
		ret[i] = 0;
	}
	if (!sum) {
		if (n)
			ret[0] = total;
		return;
	}
	for (size_t i = 0; i < n; i++)
		given += ret[i] = (int64_t)((__int128)total * weights[i] / sum);
	for (size_t i = 0; i < n; i++) /* fewer cents are left than there are shares with a remainder */
		ret[i] += rank_of(total, weights, n, sum, i) < (size_t)(total - given);
}

struct grant_capped grant_cap(int64_t cost, int64_t ceiling)
{
	int64_t granted = cost < ceiling ? cost : ceiling;
	return (struct grant_capped){ granted, cost - granted };
}
